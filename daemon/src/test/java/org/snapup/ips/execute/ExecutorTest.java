package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;
import org.snapup.testing.Trees;

class ExecutorTest {
    private static final String FILE = " owner=root group=root mode=0644";

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new TestWorld(temporary);
    }

    @Test
    void shouldLinkToTheFileThatAnUpdateBrings() throws IOException {
        world.publish("a@1", "file path=opt/a mode=0644 owner=root group=root");
        world.install("a");
        world.publish("a@2", "file path=opt/a mode=0644 owner=root group=root", "hardlink path=opt/b target=a");

        world.run(PlanRequest.update());

        assertThat(Files.readString(world.root.resolve("opt/b"))).isEqualTo("opt/a of a@2\n");
        assertThat(Files.isSameFile(world.root.resolve("opt/a"), world.root.resolve("opt/b")))
                .isTrue();
    }

    @Test
    void shouldInstallUpdateAndRemove() {
        world.publish(
                "a@1",
                "dir path=opt/a owner=root group=root mode=0750",
                "file path=opt/a/x" + FILE,
                "file path=opt/a/gone" + FILE,
                "hardlink path=opt/a/hard target=x",
                "link path=opt/a/soft target=../a/x");
        world.install("a");
        assertThat(world.root.resolve("opt/a/soft")).hasContent("opt/a/x of a@1\n");

        world.publish(
                "a@2",
                "dir path=opt/a owner=root group=root mode=0755",
                "file path=opt/a/x" + FILE,
                "hardlink path=opt/a/hard target=x",
                "link path=opt/a/soft target=hard");
        world.execute(world.plan(PlanRequest.update()));
        assertThat(world.root.resolve("opt/a/hard")).hasContent("opt/a/x of a@2\n");
        assertThat(world.root.resolve("opt/a/gone")).doesNotExist();

        world.uninstall("a");
        assertThat(world.root.resolve("opt")).doesNotExist();
        assertThat(Ips.installed(world.root)).isEmpty();
    }

    @Test
    void shouldWriteNothingWhilePlanning() {
        world.publish("a@1", "file path=opt/x" + FILE);
        Map<String, String> before = Trees.print(world.root);

        ImagePlan plan = world.plan(PlanRequest.install("a"));

        assertThat(plan.isEmpty()).isFalse();
        assertThat(Trees.print(world.root)).isEqualTo(before);
    }

    @Test
    void shouldDoNothingTwice() {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.install("a");

        assertThat(world.plan(PlanRequest.install("a")).isEmpty()).isTrue();
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();
    }

    @Test
    void shouldCarryAPlanOutOnACopy() throws IOException {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.publish("b@1", "file path=opt/y" + FILE);
        world.install("a");
        ImagePlan plan = world.plan(PlanRequest.install("b"));
        Path copy = temporary.resolve("copy");
        copy(world.root, copy);
        Map<String, String> before = Trees.print(world.root);

        Ips.execute(copy, plan, world.cache, IpsListener.NONE);

        assertThat(copy.resolve("opt/y")).exists();
        assertThat(Trees.print(world.root)).isEqualTo(before);
    }

    @Test
    void shouldRefuseAPlanForAnotherState() {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.publish("b@1", "file path=opt/y" + FILE);
        ImagePlan plan = world.plan(PlanRequest.install("b"));
        world.install("a");

        TestWorld.assertFails(Kind.STALE, () -> world.execute(plan));
        assertThat(world.root.resolve("opt/y")).doesNotExist();
    }

    @Test
    void shouldRefuseAPathThroughAFile() {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.publish("b@1", "file path=opt/x/y" + FILE);

        TestWorld.assertFails(Kind.CONFLICT, () -> world.plan(PlanRequest.install("a", "b")));
        world.install("a");
        TestWorld.assertFails(Kind.CONFLICT, () -> world.plan(PlanRequest.install("b")));
    }

    @Test
    void shouldNotTouchTheImageWhenAContentIsDamaged() throws IOException {
        world.publish("a@1", "file path=opt/x" + FILE);
        try (Stream<Path> files = Files.walk(world.repository.resolve("publisher/test/file"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "not what it was");
            }
        }
        Map<String, String> before = TestWorld.delivered(world.root);
        AtomicBoolean changed = new AtomicBoolean();
        ImagePlan plan = world.plan(PlanRequest.install("a"));

        TestWorld.assertFails(
                Kind.CORRUPT, () -> Ips.execute(world.root, plan, world.cache, TestWorld.announcing(changed)));

        assertThat(changed).isFalse();
        assertThat(TestWorld.delivered(world.root)).isEqualTo(before);
    }

    /** Cuts an update off after each action in turn, and repeats it. */
    @Test
    void shouldConvergeWhereverItWasCutOff() throws IOException {
        world.publish(
                "a@1",
                "file path=etc/conf preserve=renamenew" + FILE,
                "file path=etc/edited preserve=renamenew" + FILE,
                "file path=etc/moved preserve=renameold" + FILE,
                "file path=opt/x" + FILE,
                "file path=opt/gone" + FILE,
                "hardlink path=opt/hard target=x",
                "link path=opt/soft target=x");
        world.publish("b@1", "file path=opt/b/y" + FILE);
        world.install("a", "b");
        Files.writeString(world.root.resolve("etc/edited"), "edited");
        Files.writeString(world.root.resolve("etc/moved"), "edited");
        world.publish(
                "a@2",
                "file path=etc/conf preserve=renamenew" + FILE,
                "file path=etc/edited preserve=renamenew" + FILE,
                "file path=etc/moved preserve=renameold" + FILE,
                "file path=opt/x" + FILE,
                "file path=opt/new/z" + FILE,
                "hardlink path=opt/hard target=x",
                "link path=opt/soft target=hard");
        ImagePlan plan = world.plan(PlanRequest.update());
        Path expected = temporary.resolve("expected");
        copy(world.root, expected);
        Ips.execute(expected, plan, world.cache, IpsListener.NONE);

        for (int limit = 0; ; limit++) {
            Path image = temporary.resolve("cut" + limit);
            copy(world.root, image);
            int actions = cutOff(image, plan, limit);
            if (actions < limit) {
                assertThat(limit).isGreaterThan(6);
                return;
            }
            Ips.execute(image, plan, world.cache, IpsListener.NONE);
            assertThat(TestWorld.delivered(image))
                    .as("cut off after %d", limit)
                    .isEqualTo(TestWorld.delivered(expected));
        }
    }

    /** Runs a plan that throws at a step after the first change; returns how many steps it made. */
    private int cutOff(Path image, ImagePlan plan, int limit) {
        AtomicInteger steps = new AtomicInteger(-1);
        IpsListener listener = new IpsListener() {
            @Override
            public void beforeFirstChange() {
                steps.set(0);
            }

            @Override
            public boolean cancelled() {
                return steps.get() >= 0 && steps.getAndIncrement() == limit;
            }
        };
        try {
            Ips.execute(image, plan, world.cache, listener);
            return Math.min(steps.get(), limit - 1);
        } catch (IpsException e) {
            assertThat(e.kind()).isEqualTo(Kind.CANCELLED);
            return limit;
        }
    }

    @Test
    void shouldRefuseUsersBeforeAnythingChangesWhereThereIsNoPasswd() {
        world.publish("a@1", "file path=opt/x" + FILE, "group groupname=g gid=80");
        AtomicBoolean changed = new AtomicBoolean();
        ImagePlan plan = world.plan(PlanRequest.install("a"));

        TestWorld.assertFails(
                Kind.CONFLICT, () -> Ips.execute(world.root, plan, world.cache, TestWorld.announcing(changed)));

        assertThat(changed).isFalse();
        assertThat(world.root.resolve("opt")).doesNotExist();
    }

    @Test
    void shouldRefuseAnUnknownOwnerBeforeAnythingChanges() {
        Requires.root();
        world.publish("a@1", "file path=opt/x owner=stranger group=root mode=0644");
        AtomicBoolean changed = new AtomicBoolean();
        ImagePlan plan = world.plan(PlanRequest.install("a"));

        TestWorld.assertFails(
                Kind.NOT_FOUND, () -> Ips.execute(world.root, plan, world.cache, TestWorld.announcing(changed)));

        assertThat(changed).isFalse();
    }

    @Test
    void shouldGiveFilesToUsersThatComeWithThem() throws IOException {
        world.publish(
                "base@1",
                "file path=etc/passwd preserve=true" + FILE,
                "file path=etc/shadow preserve=true" + FILE,
                "file path=etc/group preserve=true" + FILE);
        world.publish(
                "a@1",
                "group groupname=g gid=77",
                "user username=u uid=78 group=g",
                "dir path=opt owner=u group=g mode=0711");

        world.install("base", "a");

        assertThat(world.root.resolve("etc/passwd")).content().endsWith("u:x:78:77:& User:/:\n");
        if (System.getProperty("user.name").equals("root")) {
            assertThat(Files.getAttribute(world.root.resolve("opt"), "unix:uid"))
                    .isEqualTo(78);
            assertThat(Files.getAttribute(world.root.resolve("opt"), "unix:gid"))
                    .isEqualTo(77);
        }
    }

    @Test
    void shouldRemoveUsersWhoseFilesWentWithTheirFolder() throws IOException {
        world.publish(
                "a@1", "dir path=etc owner=root group=root mode=0755", "group groupname=g", "user username=u group=g");
        Files.createDirectories(world.root.resolve("etc"));
        for (String name : List.of("passwd", "shadow", "group")) {
            Files.writeString(world.root.resolve("etc/" + name), "");
        }
        world.install("a");

        world.uninstall("a");

        assertThat(world.installed()).isEmpty();
        assertThat(world.root.resolve("etc")).doesNotExist();
        assertThat(world.root.resolve("var/pkg/lost+found")).isDirectoryContaining("glob:**/etc-*");
    }

    @Test
    void shouldNotChangeALockedImage() {
        world.publish("a@1", "file path=opt/x" + FILE);
        ImagePlan plan = world.plan(PlanRequest.install("a"));
        try (ImageLock lock = Ips.lockShared(world.root);
                ImageLock second = Ips.lockShared(world.root)) {
            TestWorld.assertFails(Kind.LOCKED, () -> world.execute(plan));
        }
        world.execute(plan);
        assertThat(world.root.resolve("var/pkg/lock")).isEmptyFile();
    }

    @Test
    void shouldNameWhoHoldsTheLock() {
        world.publish("a@1", "file path=opt/x" + FILE);
        ImagePlan plan = world.plan(PlanRequest.install("a"));
        AtomicBoolean tried = new AtomicBoolean();

        Ips.execute(world.root, plan, world.cache, new IpsListener() {
            @Override
            public void beforeFirstChange() {
                tried.set(true);
                assertThatThrownBy(() -> Ips.lockShared(world.root))
                        .hasMessageContaining(
                                "by snapup (process " + ProcessHandle.current().pid());
            }
        });

        assertThat(tried).isTrue();
    }

    @Test
    void shouldRefuseOtherFormats() throws IOException {
        Path config = world.root.resolve("var/pkg/pkg5.image");
        Files.writeString(config, Files.readString(config).replace("version = 4", "version = 6"));

        assertThatThrownBy(() -> world.plan(PlanRequest.update())).hasMessageContaining("format 6");
        assertThatThrownBy(() -> Ips.installed(temporary)).hasMessageContaining("no package image");
    }

    @Test
    void shouldReadTheStateThatASwapWasCutOffIn() throws IOException {
        world.publish("a@1", "file path=opt/x" + FILE);
        world.publish("b@1", "file path=opt/y" + FILE);
        world.install("a");
        Path state = world.root.resolve("var/pkg/state");
        Files.createFile(state.resolve("complete"));
        Files.move(state, world.root.resolve("var/pkg/state.snapup"));

        assertThat(Ips.installed(world.root).keySet()).containsExactly("a");
        world.install("b");

        assertThat(Ips.installed(world.root).keySet()).containsExactly("a", "b");
        assertThat(state).isDirectory();
        assertThat(world.root.resolve("var/pkg")).isDirectoryNotContaining("glob:**/state.*");
    }

    private static void copy(Path from, Path to) throws IOException {
        Process process = new ProcessBuilder(List.of("cp", "-a", from.toString(), to.toString()))
                .inheritIO()
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
    }
}
