package org.snapup.daemon.storage.directory;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snapup.daemon.storage.directory.tree.CrashPoint;
import org.snapup.daemon.storage.directory.tree.TreeCopy;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What every part of the backend works with.
 *
 * @param privileged whether this process may give files to other users
 */
record Disk(Layout layout, Catalog catalog, Durable durable, Trash trash, CrashPoint crash, boolean privileged) {

    static Disk of(Layout layout, CrashPoint crash) throws IOException {
        Durable durable = new Durable(crash);
        boolean privileged = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        return new Disk(layout, new Catalog(layout), durable, new Trash(layout, durable, crash), crash, privileged);
    }

    /** Makes the folders of the layout. */
    void prepare() throws IOException {
        durable.makeFolder(layout.own(), "rwxr-xr-x");
        durable.makeFolder(layout.bes(), "rwx--x--x");
        durable.makeFolder(layout.making(), "rwx------");
    }

    BeFolder require(String guid, String name) throws IOException {
        return catalog.byGuid(guid).orElseThrow(() -> noSuchBe(name));
    }

    /** The BE with this name. */
    BeFolder requireName(String name) throws IOException {
        return catalog.byName(name).orElseThrow(() -> noSuchBe(name));
    }

    private SnapupException noSuchBe(String name) {
        return new SnapupException(
                ErrorCode.NO_SUCH_BE,
                name,
                "there is no boot environment '" + name + "' under " + layout.root()
                        + " (any more): see snapup be list",
                null);
    }

    /** Replaces a BE's record, if a version of snapup that understands it wrote it. */
    BeFolder write(BeFolder be, BeRecord record) throws IOException {
        requireUnderstood(be);
        durable.write(be.recordFile(), record);
        return be.withRecord(record);
    }

    static void requireUnderstood(BeFolder be) {
        if (be.record().format() > BeRecord.FORMAT) {
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    "the boot environment '" + be.name() + "' can't be changed: " + be.recordFile()
                            + " is damaged or was written by a newer snapup; repair it or use that version",
                    null);
        }
    }

    /** Begins a copy: a new folder with its record, and an empty tree in it. */
    Path begin(Path folder, String file, Record record) throws IOException {
        prepare();
        if (Files.exists(folder)) {
            trash.discard(folder);
        }
        durable.makeFolder(folder, "rwx------");
        durable.write(folder.resolve(file), record);
        Path tree = folder.resolve(Layout.TREE);
        durable.makeFolder(tree, "rwx------");
        return tree;
    }

    /** @return bytes that were copied and not shared */
    long copy(Path source, Path target) {
        return new TreeCopy(requireNonNull(source), target, privileged, crash).run();
    }
}
