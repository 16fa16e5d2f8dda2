package org.snapup.ips.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.StateWriter;

/**
 * Brings an operation to an end, whether it just went well, failed, or was cut off in an earlier process: finished if its
 * state is in force, else undone. It can itself be cut off at any moment and is repeated then. For the holder of the
 * image's lock.
 */
public final class JournalEnd {
    private final ImageFiles files;
    private final IpsListener listener;

    public JournalEnd(ImageFiles files, IpsListener listener) {
        this.files = files;
        this.listener = listener;
    }

    /** What became of it. */
    public enum Outcome {
        /** There was no operation to end. */
        NOTHING,
        /** Everything is as before the operation. */
        UNDONE,
        /** Everything is as the operation was to leave it. */
        FINISHED,
        /** Another tool has changed the image since; what the operation left was not touched. */
        OVERTAKEN
    }

    /** The name of the operation that made the state that is in force; empty if none of this library did. */
    public static Optional<String> inForce(ImageFiles files) {
        return files.readText(JournalLayout.OPERATION).map(String::strip);
    }

    /** Stands for what is installed. */
    public static String installed(Image image) {
        StringBuilder names = new StringBuilder();
        image.installed().values().forEach(fmri -> names.append(fmri).append('\n'));
        return Digests.hex(Digests.sha1().digest(names.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether an operation was cut off and hasn't been resolved. */
    public static boolean isPending(ImageFiles files) {
        return files.root().find(JournalLayout.FOLDER).isPresent();
    }

    /**
     * Ends what there is.
     *
     * @param image is read for what is installed; only asked for when an operation isn't in force
     * @throws IpsException IO, NO_SPACE, CORRUPT; then the journal stays, and this can be repeated
     */
    public Outcome resolve(Path image) {
        files.root().forget(BytePath.ROOT);
        files.delete(JournalLayout.ENDED);
        files.delete(ImageLayout.STAGING);
        files.deleteUnfinished(ImageLayout.META);
        discardUnbegun();
        new StateWriter(files).finish();
        Optional<byte[]> text = files.read(JournalLayout.FOLDER.resolve(JournalLayout.LOG));
        if (text.isEmpty()) {
            return Outcome.NOTHING;
        }
        String id = JournalLog.id(text.get());
        if (inForce(files).filter(id::equals).isPresent()) {
            finish(JournalLog.parseInForce(text.get()));
            return Outcome.FINISHED;
        }
        JournalLog log = JournalLog.parse(text.get());
        if (!log.installed().equals(installed(Image.read(files, image)))) {
            setAside(log);
            return Outcome.OVERTAKEN;
        }
        new Undo(files, log, listener).run();
        syncAll(log);
        history(JournalLayout.FAILED);
        end(log);
        return Outcome.UNDONE;
    }

    /** The log isn't complete, but names every folder that was made outside of the journal's own. */
    private void discardUnbegun() {
        files.read(JournalLayout.BEING_WRITTEN.resolve(JournalLayout.LOG)).ifPresent(text -> {
            if (text.length > 0 && new String(text, StandardCharsets.US_ASCII).indexOf('\n') > 0) {
                JournalLog.parse(text).places().forEach(files::delete);
            }
        });
        files.delete(JournalLayout.BEING_WRITTEN);
    }

    private void finish(JournalLog log) {
        history(JournalLayout.SUCCEEDED);
        for (BytePath path : log.gone()) {
            files.delete(path);
            removeEmpty(path.parent());
        }
        end(log);
    }

    private void removeEmpty(BytePath directory) {
        files.root().forget(directory);
        try (DirectoryHandle parent = files.root().parent(directory)) {
            parent.removeDirectory(directory.name());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOTEMPTY, Errno.EEXIST, Errno.ENOENT, Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    private void history(String which) {
        new History(files).adopt(JournalLayout.FOLDER.resolve(which));
    }

    private void syncAll(JournalLog log) {
        files.root().handle().syncFilesystem();
        sync(ImageLayout.META);
        log.places().forEach(place -> {
            if (files.root().find(place).isPresent()) {
                sync(place);
            }
        });
    }

    private void sync(BytePath folder) {
        try (DirectoryHandle handle = files.root().directory(folder)) {
            handle.syncFilesystem();
        }
    }

    private void end(JournalLog log) {
        Journal.rename(files, JournalLayout.FOLDER, JournalLayout.ENDED);
        log.places().forEach(files::delete);
        files.delete(JournalLayout.ENDED);
    }

    private void setAside(JournalLog log) {
        BytePath place = ImageLayout.LOST_AND_FOUND.resolve("snapup-journal-" + log.id());
        files.root().makeDirectories(ImageLayout.LOST_AND_FOUND, 0755);
        Journal.rename(files, JournalLayout.FOLDER, place);
        List<BytePath> kept = log.places();
        listener.note("An operation of snapup was cut off, and another tool has changed what is installed since."
                + " Nothing was undone; the files that were replaced are in " + place
                + (kept.isEmpty() ? "" : " and " + kept) + ". Check the image with: pkg verify");
    }
}
