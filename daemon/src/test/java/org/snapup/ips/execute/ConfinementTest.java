package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Trees;

/** Nothing that an operation does leaves the image, whatever packages say and whoever else is at work. */
class ConfinementTest {
    private static final String FILE = " owner=root group=root mode=0644";

    @TempDir
    Path temporary;

    private TestWorld world;
    private Path outside;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new TestWorld(temporary);
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "untouched");
    }

    @Test
    void shouldNotInstallThroughALinkThatLeadsOut() throws IOException {
        world.publish("a@1", "file path=usr/lib/x" + FILE, "dir path=usr/lib/d owner=root group=root mode=0700");
        Files.createSymbolicLink(world.root.resolve("usr"), outside);
        Map<String, String> before = Trees.print(temporary);
        AtomicBoolean changed = new AtomicBoolean();

        ImagePlan plan = world.plan(PlanRequest.install("a"));
        TestWorld.assertFails(
                Kind.CONFLICT, () -> Ips.execute(world.root, plan, world.cache, TestWorld.announcing(changed)));

        assertThat(changed).isFalse();
        assertOutsideUntouched();
        assertThat(before).containsKey("image/usr");
        assertThat(Ips.installed(world.root)).isEmpty();
    }

    @Test
    void shouldNotRemoveOrUpdateThroughALinkThatLeadsOut() throws IOException {
        world.publish("a@1", "file path=usr/victim" + FILE, "dir path=usr owner=root group=root mode=0755");
        world.install("a");
        Files.move(world.root.resolve("usr"), world.root.resolve("elsewhere"));
        Files.createSymbolicLink(world.root.resolve("usr"), outside);

        world.uninstall("a");

        assertOutsideUntouched();
        assertThat(Ips.installed(world.root)).isEmpty();
    }

    @Test
    void shouldNotLeaveTheImageWhenADirectoryIsSwappedForALinkMeanwhile() throws Exception {
        String[] lines = new String[60];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "file path=opt/d/f" + i + FILE;
        }
        world.publish("many@1", lines);
        Path directory = Files.createDirectories(world.root.resolve("opt/d"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread rival = new Thread(() -> {
            for (int number = 0; !over.get(); number++) {
                try {
                    Files.move(directory, world.root.resolve("opt/aside" + number));
                    Files.createSymbolicLink(directory, outside);
                    swaps.incrementAndGet();
                    Files.delete(directory);
                    Files.createDirectory(directory);
                } catch (IOException e) {
                    // the installation was there in between: again
                }
            }
        });

        rival.start();
        int ended = 0;
        for (; ended < 8; ended++) {
            try {
                world.install("many");
                world.uninstall("many");
            } catch (IpsException e) {
                assertThat(e.kind()).isIn(Kind.CONFLICT, Kind.IO, Kind.UNSAFE_PATH, Kind.CORRUPT);
            }
        }
        over.set(true);
        rival.join();

        assertThat(swaps).hasPositiveValue();
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("victim"));
    }

    @Test
    void shouldReplaceALinkInPlaceOfAFileAndNotItsTarget() throws IOException {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.install("a");
        Files.delete(world.root.resolve("opt/x"));
        Files.createSymbolicLink(world.root.resolve("opt/x"), outside.resolve("victim"));
        world.publish("a@2", "file path=opt/x" + FILE);

        world.execute(world.plan(PlanRequest.update()));

        assertOutsideUntouched();
        assertThat(world.root.resolve("opt/x")).hasContent("opt/x of a@2\n");
    }

    @Test
    void shouldRefusePathsThatClimb() {
        Fmri fmri = world.publish("a@1", "file path=opt/one/two" + FILE);
        world.falsify(fmri, "path=opt/one/two", "path=opt/../../outside/victim");

        TestWorld.assertFails(Kind.UNSAFE_PATH, () -> world.install("a"));
        assertOutsideUntouched();
    }

    @Test
    void shouldKeepHardLinksInside() {
        world.publish("a@1", "hardlink path=opt/hard target=../../outside/victim");

        assertThatThrownBy(() -> world.install("a")).isInstanceOf(IpsException.class);
        assertOutsideUntouched();
    }

    @Test
    void shouldTakeAnAbsolutePathAsOneBelowTheRoot() {
        Fmri fmri = world.publish("a@1", "file path=opt/one" + FILE);
        world.falsify(fmri, "path=opt/one", "path=" + outside + "/victim");

        world.install("a");

        assertOutsideUntouched();
        assertThat(Path.of(world.root + outside.toString()).resolve("victim")).exists();
    }

    private void assertOutsideUntouched() {
        assertThat(outside.resolve("victim")).hasContent("untouched");
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("victim"));
    }
}
