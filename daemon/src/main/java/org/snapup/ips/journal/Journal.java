package org.snapup.ips.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * The journal of an operation that is under way. When {@link #begin} returns, what was there before is on stable
 * storage; whatever is changed from then on is undone by {@link JournalEnd#resolve}, by this process or by the next.
 * {@link #beforeChange} and {@link #beforeMove} are for any number of threads, the rest for one.
 */
public final class Journal implements AutoCloseable {
    private static final int FLUSH_CHARS = 64 * 1024;

    private final ImageFiles files;
    private final RootDirectory root;
    private final String id;
    private final Set<BytePath> known = new HashSet<>();
    private final Set<BytePath> absent = new HashSet<>();
    private final Backups backups;
    private final FileHandle log;
    private final StringBuilder lines = new StringBuilder();
    private boolean begun;

    private Journal(ImageFiles files, Intent intent) {
        this.files = files;
        this.root = files.root();
        this.id = intent.id();
        this.backups = new Backups(root, JournalLayout.BEING_WRITTEN, place -> {
            lines.append(JournalLog.place(place));
            flush();
        });
        root.makeDirectories(JournalLayout.BEING_WRITTEN.resolve(JournalLayout.FILES), 0700);
        try (DirectoryHandle folder = root.directory(JournalLayout.BEING_WRITTEN)) {
            this.log = folder.createFile(BytePath.encode(JournalLayout.LOG), 0600);
        }
        lines.append(JournalLog.header(id, intent.installed()));
    }

    /**
     * What will be done.
     *
     * @param id of the operation; unique
     * @param installed what {@link JournalEnd#installed} gives before it
     * @param touched paths that may be made, replaced, changed or removed
     * @param stashed paths that are moved out of the way until the end, and then removed
     * @param gone paths that are removed once the operation is in force
     * @param failed the entry of the history if it is undone
     */
    public record Intent(
            String id,
            String installed,
            Collection<BytePath> touched,
            List<BytePath> stashed,
            List<BytePath> gone,
            String failed) {
        public Intent {
            touched = List.copyOf(touched);
            stashed = List.copyOf(stashed);
            gone = List.copyOf(gone);
        }
    }

    /** Notes what is there, durably. An earlier journal must have been resolved. */
    public static Journal begin(ImageFiles files, Intent intent) {
        Journal journal = new Journal(files, intent);
        try {
            journal.write(intent);
            return journal;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void write(Intent intent) {
        intent.gone().forEach(path -> lines.append(JournalLog.gone(path)));
        intent.touched().forEach(this::note);
        List<BytePath> stashed = new ArrayList<>();
        for (BytePath path : intent.stashed()) {
            if (root.find(path).isPresent()) {
                stashed.add(path);
                note(path.parent());
                lines.append(JournalLog.move(path, stash(stashed.size())));
            }
        }
        files.writeText(JournalLayout.BEING_WRITTEN.resolve(JournalLayout.FAILED), intent.failed());
        force();
        sync(JournalLayout.BEING_WRITTEN.resolve(JournalLayout.FILES));
        sync(JournalLayout.BEING_WRITTEN);
        rename(files, JournalLayout.BEING_WRITTEN, JournalLayout.FOLDER);
        sync(ImageLayout.META);
        begun = true;
        for (int i = 0; i < stashed.size(); i++) {
            rename(files, stashed.get(i), stash(i + 1));
        }
    }

    /** The outermost directory that is on the same filesystem as this one. */
    public static BytePath top(RootDirectory root, BytePath directory) {
        long device = deviceOf(root, directory);
        BytePath top = directory;
        while (!top.isRoot() && deviceOf(root, top.parent()) == device) {
            top = top.parent();
        }
        return top;
    }

    private static long deviceOf(RootDirectory root, BytePath directory) {
        try (DirectoryHandle handle = root.directory(directory)) {
            return handle.stat().device();
        }
    }

    private static BytePath stash(int number) {
        return JournalLayout.FOLDER.resolve(JournalLayout.FILES).resolve("stash-" + number);
    }

    private void sync(BytePath folder) {
        try (DirectoryHandle handle = root.directory(folder)) {
            handle.sync();
        }
    }

    static void rename(ImageFiles files, BytePath from, BytePath to) {
        files.root().forget(from);
        files.root().forget(to);
        try (DirectoryHandle source = files.root().parent(from);
                DirectoryHandle target = files.root().parent(to)) {
            source.rename(from.name(), target, to.name());
        }
    }

    /** To be called before anything is done to a path; does nothing for those that were foreseen. */
    public synchronized void beforeChange(BytePath path) {
        if (!known.contains(path)) {
            note(path);
            force();
        }
    }

    /** To be called before something is put aside under a name that is free. */
    public synchronized void beforeMove(BytePath from, BytePath to) {
        note(from);
        note(to);
        lines.append(JournalLog.move(from, to));
        force();
    }

    private void note(BytePath path) {
        if (known.add(path)) {
            noteNew(path);
            if (lines.length() > FLUSH_CHARS) {
                flush();
            }
        }
    }

    private void noteNew(BytePath path) {
        if (!path.isRoot()) {
            BytePath parent = path.parent();
            note(parent);
            if (absent.contains(parent)) {
                noteAbsent(path);
                return;
            }
        }
        root.find(path)
                .ifPresentOrElse(stat -> lines.append(JournalLog.line(describe(path, stat))), () -> noteAbsent(path));
    }

    private void noteAbsent(BytePath path) {
        absent.add(path);
        lines.append(JournalLog.line(new Before.Absent(path)));
    }

    private Before describe(BytePath path, FileStat stat) {
        if (stat.isDirectory()) {
            return new Before.Folder(path, Before.Attributes.of(stat));
        }
        if (stat.isSymlink()) {
            try (DirectoryHandle parent = root.parent(path)) {
                BytesText target = BytesText.of(parent.readLink(path.name()));
                return new Before.Link(path, target, stat.uid(), stat.gid());
            }
        }
        return new Before.Content(path, Before.Attributes.of(stat), backups.keep(path, stat, begun));
    }

    /**
     * To be called when everything is done but the exchange of the state: that exchange puts the operation into force.
     *
     * @param next where the state that comes into force is now
     * @param succeeded the entry of the history
     */
    public void beforeCommit(BytePath next, String succeeded) {
        files.writeText(JournalLayout.FOLDER.resolve(JournalLayout.SUCCEEDED), succeeded);
        files.writeText(next.resolve(JournalLayout.OPERATION.name()), id + "\n");
    }

    private void flush() {
        if (lines.length() > 0) {
            byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
            log.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
            lines.setLength(0);
        }
    }

    private void force() {
        flush();
        log.sync();
    }

    @Override
    public void close() {
        log.close();
    }
}
