package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.journal.JournalEnd.Outcome;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

class CutOffTest {
    /** Stands for the death of the process: nothing of the library catches it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Every so many cuts what was undone is done again. */
    private static final int REPEAT = 5;

    @TempDir
    Path temporary;

    private TestWorld world;
    private ImagePlan plan;
    private Map<String, String> before;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new CutOffWorld(temporary).world;
        plan = world.plan(PlanRequest.update());
        before = CutOffWorld.exact(world.root);
    }

    /** Throws at a moment after the first change. */
    private static final class Bomb implements IpsListener {
        private final int fuse;
        private final Throwable what;
        private boolean changing;
        private int steps;

        Bomb(int fuse, Throwable what) {
            this.fuse = fuse;
            this.what = what;
        }

        @Override
        public void beforeFirstChange() {
            changing = true;
        }

        @Override
        public void progress(String phase, long done, long total, long bytes, long totalBytes) {
            if (changing && steps++ == fuse) {
                if (what instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) what;
            }
        }
    }

    @Test
    void shouldUndoWhatWasCutOffAnywhere() throws IOException {
        Path expected = CutOffWorld.copy(world.root, temporary.resolve("expected"));
        Ips.execute(expected, plan, world.cache, IpsListener.NONE);
        List<Outcome> outcomes = new ArrayList<>();

        for (int fuse = 0; fuse < outcomes.size() + 1; fuse++) {
            Path image = CutOffWorld.copy(world.root, temporary.resolve("cut" + fuse));
            try {
                Ips.execute(image, plan, world.cache, new Bomb(fuse, new Death()));
                break;
            } catch (Death e) {
                outcomes.add(Ips.recover(image, world.cache, IpsListener.NONE));
            }
            boolean undone = outcomes.get(fuse) == Outcome.UNDONE;
            assertThat(Ips.recover(image, world.cache, IpsListener.NONE)).isEqualTo(Outcome.NOTHING);
            if (undone) {
                assertThat(CutOffWorld.exact(image))
                        .as("cut off after %d", fuse)
                        .isEqualTo(before);
                if (fuse % REPEAT != 0) {
                    continue;
                }
                Ips.execute(image, plan, world.cache, IpsListener.NONE);
            }
            assertThat(CutOffWorld.outcome(image))
                    .as("repeated after %d", fuse)
                    .isEqualTo(CutOffWorld.outcome(expected));
        }

        assertThat(outcomes).hasSizeGreaterThan(20).contains(Outcome.UNDONE);
    }

    @Test
    void shouldUndoAFailureAtOnceAndSaySo() {
        IpsException failure = new IpsException(IpsException.Kind.IO, "the disk fell off");

        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, new Bomb(12, failure)))
                .isInstanceOf(IpsException.class)
                .hasMessage("the disk fell off; the image is again as it was");

        assertThat(CutOffWorld.exact(world.root)).isEqualTo(before);
        assertThat(history()).anyMatch(entry -> entry.contains("result=\"Failed"));
        assertThat(Ips.outcome(world.root, world.cache, IpsListener.NONE)).isEqualTo(Outcome.UNDONE);
    }

    @Test
    void shouldKnowWhatWasFinished() {
        Ips.execute(world.root, plan, world.cache, IpsListener.NONE);

        assertThat(Ips.outcome(world.root, world.cache, IpsListener.NONE)).isEqualTo(Outcome.FINISHED);
        assertThat(history()).noneMatch(entry -> entry.contains("result=\"Failed"));
    }

    @Test
    void shouldUndoBeforeTheNextOperation() throws IOException {
        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, new Bomb(15, new Death())))
                .isInstanceOf(Death.class);
        List<String> notes = new ArrayList<>();
        ImagePlan next = world.plan(PlanRequest.uninstall("b"));

        Ips.execute(world.root, next, world.cache, new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(notes).anyMatch(note -> note.contains("was cut off; it was undone"));
        assertThat(world.root.resolve("opt/x")).hasContent("opt/x of a@1\n");
        assertThat(world.root.resolve("opt/b")).doesNotExist();
        assertThat(world.root.resolve("etc/edited.new")).doesNotExist();
    }

    @Test
    void shouldLeaveAnImageAloneThatAnotherToolHasChangedSince() throws IOException {
        Path other = CutOffWorld.copy(world.root, temporary.resolve("other"));
        Ips.execute(other, world.plan(PlanRequest.uninstall("b")), world.cache, IpsListener.NONE);
        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, new Bomb(15, new Death())))
                .isInstanceOf(Death.class);
        Path state = world.root.resolve("var/pkg/state");
        Files.move(state, temporary.resolve("state"));
        CutOffWorld.copy(other.resolve("var/pkg/state"), state);
        Files.deleteIfExists(state.resolve("snapup-operation"));
        List<String> notes = new ArrayList<>();

        Outcome outcome = Ips.recover(world.root, world.cache, new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });

        assertThat(outcome).isEqualTo(Outcome.OVERTAKEN);
        assertThat(notes).anyMatch(note -> note.contains("var/pkg/lost+found/snapup-journal-"));
        assertThat(Ips.recover(world.root, world.cache, IpsListener.NONE)).isEqualTo(Outcome.NOTHING);
    }

    @Test
    void shouldRefuseTheJournalOfANewerVersion() throws IOException {
        Path journal = Files.createDirectories(world.root.resolve("var/pkg/snapup-journal"));
        Files.writeString(journal.resolve("log"), "snapup-journal 2 some-id\nwhatever 1 2 3\n");

        assertThatThrownBy(() -> Ips.recover(world.root, world.cache, IpsListener.NONE))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("a newer snapup");
        assertThat(journal).exists();
    }

    @Test
    void shouldUndoOnSeveralFilesystems() throws IOException, InterruptedException {
        Requires.root();
        Path image = CutOffWorld.copy(world.root, temporary.resolve("mounted"));
        Path opt = Files.move(image.resolve("opt"), temporary.resolve("opt"));
        Files.createDirectory(image.resolve("opt"));
        run("mount", "-t", "tmpfs", "none", image.resolve("opt").toString());
        try {
            run("cp", "-a", opt + "/.", image.resolve("opt").toString());
            // Making and removing the journal there changes the time of the outermost directory.
            Map<String, String> exact = CutOffWorld.exact(image);
            exact.remove("opt");

            assertThatThrownBy(() -> Ips.execute(image, plan, world.cache, new Bomb(25, new Death())))
                    .isInstanceOf(Death.class);
            assertThat(image.resolve("opt/.snapup-journal")).exists();

            assertThat(Ips.recover(image, world.cache, IpsListener.NONE)).isEqualTo(Outcome.UNDONE);
            Map<String, String> undone = CutOffWorld.exact(image);
            undone.remove("opt");
            assertThat(undone).isEqualTo(exact);
        } finally {
            run("umount", image.resolve("opt").toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private List<String> history() {
        try (Stream<Path> entries = Files.list(world.root.resolve("var/pkg/history"))) {
            List<String> texts = new ArrayList<>();
            for (Path entry : entries.toList()) {
                texts.add(Files.readString(entry));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
