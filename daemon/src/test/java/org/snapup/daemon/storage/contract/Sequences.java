package org.snapup.daemon.storage.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;

/** The storage's steps in the order in which the workflows take them. */
public final class Sequences {
    public static final int ONCE = 1;
    public static final int TWICE = 2;

    private final StorageWorld world;

    public Sequences(StorageWorld world) {
        this.world = world;
    }

    public static String snapshotName(Tag tag) {
        return "snapup-" + tag.job();
    }

    public static String failedName(String be, Tag tag) {
        return be + "-failed-" + tag.job();
    }

    /** Image-update's steps before the engine's. */
    public void makeUnfinished(Storage storage, Captured source, String name, Tag tag) {
        storage.snapshot(source, snapshotName(tag), tag);
        storage.cloneSnapshot(source, snapshotName(tag), name, "uuid-of-" + name, tag);
        writeTree(storage.mountPrivately(name, tag), "new");
    }

    /** A new BE from begin to end, not activated. */
    public void makeBe(Storage storage, Captured source, String name, String uuid, Tag tag) {
        storage.snapshot(source, snapshotName(tag), tag);
        storage.cloneSnapshot(source, snapshotName(tag), name, uuid, tag);
        storage.finish(name, source, tag);
        storage.releaseSnapshot(source.name(), snapshotName(tag), tag);
        storage.untag(name, tag);
    }

    /**
     * Puts a clone of the snapshot in the place of the mounted original; repeatable from its begin wherever it was left.
     *
     * @param times how often each change is made
     * @return the command that removes the original where it was kept
     */
    public Optional<String> restore(Storage storage, Captured original, String snapshot, Tag tag, int times) {
        String name = original.name();
        String clone = name + "." + tag.job();
        String failed = failedName(name, tag);
        boolean renamed = guidOf(storage, name).filter(original.guid()::equals).isEmpty();
        if (!renamed) {
            repeat(times, () -> storage.cloneSnapshot(original, snapshot, clone, original.uuid(), tag));
            repeat(times, () -> storage.unmountAll(original));
            repeat(times, () -> storage.takeOver(clone, original));
            repeat(times, () -> storage.finish(clone, original, tag));
            if (original.next()) {
                repeat(times, () -> storage.activate(clone));
            }
            String cloneGuid = guidOf(storage, clone).orElseThrow();
            repeat(times, () -> storage.rename(original.guid(), failed));
            repeat(times, () -> storage.rename(cloneGuid, name));
        } else {
            guidOf(storage, clone).ifPresent(guid -> storage.rename(guid, name));
        }
        repeat(times, () -> storage.remount(name, original));
        repeat(times, () -> storage.untag(name, tag));
        repeat(times, () -> storage.releaseSnapshot(name, snapshot, tag));
        List<Optional<String>> kept = new ArrayList<>();
        repeat(times, () -> kept.add(storage.destroyReplaced(failed, original, tag)));
        return kept.get(kept.size() - 1);
    }

    private static Optional<String> guidOf(Storage storage, String name) {
        return storage.list().stream()
                .filter(be -> be.name().equals(name))
                .map(Be::guid)
                .findFirst();
    }

    private static void repeat(int times, Runnable change) {
        for (int i = 0; i < times; i++) {
            change.run();
        }
    }

    /** Whether the act comes to its end with the daemon alive. */
    public boolean survives(Runnable act) {
        try {
            act.run();
            return true;
        } catch (StorageWorld.Died e) {
            return false;
        }
    }

    /** Writes the same word into a few files over all datasets. */
    public void writeTree(Path root, String word) {
        try {
            Files.createDirectories(root.resolve("etc"));
            Files.writeString(root.resolve("etc/word"), word);
            for (String nested : world.nested()) {
                Assertions.assertThat(root.resolve(nested)).isDirectory();
                Files.writeString(root.resolve(nested).resolve("word"), word);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The word that all files hold. */
    public String readTree(Path root) {
        try {
            String word = Files.readString(root.resolve("etc/word"));
            for (String nested : world.nested()) {
                Assertions.assertThat(root.resolve(nested).resolve("word")).hasContent(word);
            }
            return word;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
