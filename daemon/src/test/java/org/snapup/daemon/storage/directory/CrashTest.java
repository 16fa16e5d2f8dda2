package org.snapup.daemon.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Tag;

/**
 * Ends every change before each of its steps, as a crash would, and repeats it. In between, whatever boots next must be
 * complete; after the repeat nothing may be left over.
 */
class CrashTest {
    private static final Tag TAG = new Tag("crash", 1, "step");
    private static final int MOST_STEPS = 500;

    @TempDir(factory = MemoryFolder.class)
    Path temporary;

    /** The daemon is gone. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Something that is done to the storage, in one or more calls. */
    private record Change(String name, List<Consumer<World>> acts) {
        static Change of(String name, Consumer<World> act) {
            return new Change(name, List.of(act));
        }

        static Change of(String name, Consumer<World> first, Consumer<World> second) {
            return new Change(name, List.of(first, second));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Changes of be1 (copied, next by its name), of the dropped-in folder "plain", of "other", and of the root. */
    static Stream<Change> changes() {
        return Stream.of(
                Change.of("adopt-and-snapshot", w -> w.storage().snapshot(w.captured("plain"), "s", TAG)),
                Change.of("snapshot", w -> w.storage().snapshot(w.captured("be1"), "s", TAG)),
                Change.of("clone", w -> w.storage().cloneSnapshot(w.captured("be1"), "old", "be2", "uuid-2", TAG)),
                Change.of(
                        "clone-and-discard",
                        w -> w.storage().cloneSnapshot(w.captured("be1"), "old", "be2", "uuid-2", TAG),
                        w -> w.storage().discard("be2", TAG)),
                Change.of("release", w -> w.storage().releaseSnapshot("be1", "tagged", TAG)),
                Change.of("rename-next", w -> w.storage().rename(w.guid("be1"), "renamed")),
                Change.of("rename-plain", w -> w.storage().rename(w.guid("plain"), "renamed")),
                Change.of("activate-plain", w -> w.storage().activate("plain")),
                Change.of(
                        "mount",
                        w -> w.storage().mount(w.found("be1"), w.root().resolveSibling("empty"), SharedFiles.NONE)),
                Change.of(
                        "mount-absent",
                        w -> w.storage()
                                .mount(w.found("plain"), w.root().resolveSibling("absent/below"), SharedFiles.NONE)),
                Change.of(
                        "mount-and-unmount",
                        w -> w.storage().mount(w.found("be1"), w.root().resolveSibling("empty"), SharedFiles.NONE),
                        w -> w.storage().unmount(w.found("be1"), false)),
                Change.of("rollback", w -> w.storage().rollback(w.found("be1"), "old")),
                Change.of("take-over", w -> w.storage().takeOver("plain", w.captured("be1"))),
                Change.of("destroy-snapshot", w -> w.storage().destroy(w.plan("be1", "old"))),
                Change.of("destroy-plain", w -> w.storage().destroy(w.plan("plain", null))),
                Change.of("destroy-other", w -> w.storage().destroy(w.plan("other", null))),
                Change.of("reserve", w -> w.storage().takeReserve()),
                Change.of("bind", w -> w.storage().bindInstance("instance")));
    }

    /** The root, and the BEs as they were seen before the first try: that is what a job's file keeps. */
    private record World(Path root, DirectoryStorage storage, List<Be> bes) {
        Be found(String name) {
            return bes.stream().filter(be -> be.name().equals(name)).findFirst().orElseThrow();
        }

        String guid(String name) {
            return found(name).guid();
        }

        Captured captured(String name) {
            Be be = found(name);
            return new Captured(
                    name,
                    be.uuid(),
                    be.guid(),
                    be.next(),
                    List.of(new Captured.Dataset("", be.guid(), Map.of(), null, false)));
        }

        Destruction plan(String name, @Nullable String snapshot) {
            List<Destruction.Target> targets = new ArrayList<>();
            for (var each : found(name).snapshots()) {
                targets.add(new Destruction.Target(name + "@" + each.name(), each.guid()));
            }
            targets.add(new Destruction.Target(name, guid(name)));
            return new Destruction(name, guid(name), snapshot, List.of(), targets, List.of(), 0);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldConvergeWhereverItWasCutOff(Change change) throws IOException {
        Path whole = Files.createDirectories(temporary.resolve("whole"));
        int all = run(change, whole, MOST_STEPS);
        List<String> expected = shape(whole);
        assertThat(all).isBetween(1, MOST_STEPS - 1);

        for (int steps = 0; steps < all; steps++) {
            Path folder = Files.createDirectories(temporary.resolve("cut-" + steps));
            assertThat(run(change, folder, steps)).isEqualTo(steps);
            assertThat(shape(folder))
                    .as("cut off after %s of %s steps", steps, all)
                    .isEqualTo(expected);
        }
    }

    /** Makes the change, cut off after so many steps and repeated; gives how many steps the first try made. */
    private static int run(Change change, Path folder, int steps) throws IOException {
        Path root = prepare(folder);
        DirectoryConfig config = new DirectoryConfig(root, "live-one", 1 << 16);
        List<Be> bes = DirectoryStorage.open(config).list();
        int[] made = {0};
        boolean[] dead = {false};
        DirectoryStorage dying = DirectoryStorage.open(config, next -> {
            synchronized (made) {
                if (made[0] >= steps) {
                    dead[0] = true;
                }
                if (dead[0]) {
                    throw new Crash();
                }
                made[0]++;
            }
        });
        try {
            act(change, root, dying, bes);
        } catch (Crash e) {
            assertThat(steps).isLessThan(MOST_STEPS);
        }
        requireBootable(root);
        DirectoryStorage again = DirectoryStorage.open(config);
        assertThat(again.list().stream().filter(Be::next)).hasSize(1);
        assertThat(again.list().stream().filter(Be::live)).hasSize(1);
        assertThat(again.list().stream().map(Be::name)).doesNotHaveDuplicates();
        assertThat(again.list().stream().map(Be::guid)).doesNotHaveDuplicates();
        act(change, root, again, bes);
        requireBootable(root);
        return made[0];
    }

    private static void act(Change change, Path root, DirectoryStorage storage, List<Be> bes) {
        World world = new World(root, storage, bes);
        change.acts.forEach(act -> act.accept(world));
    }

    private static Path prepare(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        Path root = Files.createDirectory(folder.resolve("root"));
        for (String name : new String[] {"live-one", "plain"}) {
            Files.createDirectories(root.resolve(name).resolve("etc"));
            Files.writeString(root.resolve(name).resolve("etc/word"), "old");
        }
        DirectoryStorage storage = DirectoryStorage.open(new DirectoryConfig(root, "live-one", 0));
        Tag making = new Tag("crash", 9, "making");
        Captured live = storage.capture(
                storage.list().stream().filter(Be::live).findFirst().orElseThrow());
        storage.snapshot(live, "making", making);
        for (String name : new String[] {"be1", "other"}) {
            storage.cloneSnapshot(live, "making", name, "uuid-of-" + name, making);
            storage.untag(name, making);
            Captured clone = storage.capture(storage.list().stream()
                    .filter(be -> be.name().equals(name))
                    .findFirst()
                    .orElseThrow());
            storage.snapshot(clone, "old", null);
            storage.snapshot(clone, "tagged", TAG);
        }
        storage.releaseSnapshot("live-one", "making", making);
        Files.createSymbolicLink(root.resolve("next"), Path.of("be1"));
        Files.writeString(root.resolve("notes.txt"), "theirs");
        Files.createSymbolicLink(root.resolve("theirs"), Path.of("notes.txt"));
        return root;
    }

    private static void requireBootable(Path root) {
        assertThat(root.resolve("next/etc/word")).hasContent("old");
        assertThat(root.resolve("live-one/etc/word")).hasContent("old");
        assertThat(root.resolve("notes.txt")).hasContent("theirs");
        assertThat(root.resolve("theirs")).isSymbolicLink();
    }

    /** What is where, without what differs from run to run. */
    private static List<String> shape(Path folder) throws IOException {
        List<String> shape = new ArrayList<>();
        Path root = folder.resolve("root");
        try (var paths = Files.walk(folder)) {
            paths.filter(path -> !path.equals(root.resolve(".snapup/trash")))
                    .filter(path -> !path.getFileName().toString().equals("reserve"))
                    .forEach(path -> shape.add(describe(folder, path)));
        }
        List<String> sorted = new ArrayList<>(shape);
        sorted.sort(null);
        return sorted;
    }

    private static String describe(Path folder, Path path) {
        try {
            String name = anonymous(folder.relativize(path).toString());
            if (Files.isSymbolicLink(path)) {
                String target = Files.readSymbolicLink(path).toString();
                return name + " -> " + anonymous(target.replace(folder.toString(), ""));
            }
            if (path.endsWith(BeRecord.FILE)) {
                BeRecord record = Durable.read(BeRecord.class, path);
                return name + " " + record.name() + " " + record.tag() + " " + record.folderWasThere();
            }
            return name + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String anonymous(String path) {
        return path.replaceAll("\\b(plain-[0-9.]+|[0-9a-f]{16})\\b", "GUID");
    }
}
