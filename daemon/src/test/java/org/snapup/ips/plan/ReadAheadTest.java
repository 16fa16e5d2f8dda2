package org.snapup.ips.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

class ReadAheadTest {
    private static final String DIRECTORY = "dir path=opt/%s mode=0755 owner=root group=root";

    private TestWorld world;

    @BeforeEach
    void install(@TempDir Path temporary) {
        world = new TestWorld(temporary);
        for (String name : List.of("one", "three", "two")) {
            world.publish(name + "@1", DIRECTORY.formatted(name));
        }
        world.install("one", "three", "two");
    }

    private Collection<Fmri> installed() {
        return Image.read(world.root).installed().values();
    }

    private Path manifest(String name) {
        Fmri fmri = requireNonNull(Image.read(world.root).installed().get(name));
        return world.root.resolve(ImageLayout.manifest(fmri).toString());
    }

    @Test
    void shouldReadWhatIsInstalled() {
        try (ImageFiles files = ImageFiles.open(world.root);
                ReadAhead ahead = ReadAhead.of(files, installed(), publisher -> ActionFilter.ALL)) {
            await().until(() -> !ahead.isReading());
            Map<Fmri, PackageContents> read = ahead.end();
            assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(installed());
            assertThat(read.values())
                    .allSatisfy(manifest -> assertThat(manifest.actions())
                            .anyMatch(action -> action.toString().contains("path=opt/")));
        }
    }

    @Test
    void shouldEndWhenAsked() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ImageFiles files = ImageFiles.open(world.root);
                ReadAhead ahead = ReadAhead.of(files, installed(), publisher -> {
                    begun.countDown();
                    awaitQuietly(go);
                    return ActionFilter.ALL;
                })) {
            begun.await();
            Thread ending = new Thread(ahead::end);
            ending.start();
            await().until(() -> ending.getState() == Thread.State.WAITING);
            go.countDown();
            ending.join();
            assertThat(ahead.end()).hasSize(1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLeaveToOthersWhatItCannotRead() throws IOException {
        Files.writeString(manifest("three"), "dir path=\"opt\n");
        try (ImageFiles files = ImageFiles.open(world.root);
                ReadAhead ahead = ReadAhead.of(files, installed(), publisher -> ActionFilter.ALL)) {
            await().until(() -> !ahead.isReading());
            assertThat(ahead.end()).hasSize(1);
        }

        assertThatThrownBy(() -> world.plan(new PlanRequest.Uninstall(List.of("three"), false)))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("the manifest of pkg://")
                .hasMessageContaining("three");
    }

    @Test
    void shouldFetchAgainWhatTheImageHasLost() throws IOException {
        Files.delete(manifest("three"));

        ImagePlan plan = world.plan(new PlanRequest.Uninstall(List.of("three"), false));

        assertThat(plan.removals()).hasSize(1);
    }
}
