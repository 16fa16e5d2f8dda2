package org.snapup.ips.execute;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.contents.Staging;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.journal.Journal;

/**
 * The image's root while it is being changed: the small operations that all kinds of actions share. {@link #replaceFile},
 * {@link #adoptFile} and {@link #find} are for any number of threads, the rest for one.
 */
final class Target implements AutoCloseable {
    /** Gives the content of a new file. */
    interface Content {
        void writeTo(FileHandle file);
    }

    private static final int OWNER_MODE = 0700;
    private static final int DIRECTORY_MODE = 0755;

    /** Set-user-ID, set-group-ID, sticky. */
    private static final int SPECIAL_BITS = 07000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final RootDirectory root;
    private final IpsListener listener;
    private final boolean privileged = CurrentUser.isPrivileged();
    private final Set<BytePath> existing = new HashSet<>();
    private final Map<Long, DirectoryHandle> filesystems = new HashMap<>();
    private final AtomicInteger temporaries = new AtomicInteger();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private boolean skippedOwner;
    private @Nullable Journal journal;

    Target(RootDirectory root, IpsListener listener) {
        this.root = root;
        this.listener = listener;
    }

    /** Has everything that is changed from here on noted before. */
    void changesGoTo(Journal journal) {
        this.journal = journal;
    }

    private void beforeChange(BytePath path) {
        requireJournal().beforeChange(path);
    }

    private Journal requireJournal() {
        if (journal == null) {
            throw new IllegalStateException("a change before the journal has begun");
        }
        return journal;
    }

    RootDirectory root() {
        return root;
    }

    Optional<FileStat> find(BytePath path) {
        return root.find(path);
    }

    /** The directory that a path is in, made if it is missing, for changing that path. The caller closes it. */
    DirectoryHandle parent(BytePath path) {
        return parent(path, false);
    }

    /** As {@link #parent(BytePath)}, of a directory that is to be made. */
    DirectoryHandle parentOfDirectory(BytePath path) {
        return parent(path, true);
    }

    private DirectoryHandle parent(BytePath path, boolean inheritsMode) {
        beforeChange(path);
        BytePath parent = path.parent();
        require(parent, inheritsMode);
        return root.directory(parent);
    }

    private synchronized void require(BytePath directory, boolean inheritsMode) {
        if (existing.add(directory)) {
            clearWay(directory);
            makeDirectories(directory, false, inheritsMode);
            rememberFilesystem(directory);
        }
    }

    /** As {@link #parent}, but root owns the directories that are made. The path is changed later. */
    void makeRootsDirectories(BytePath path) {
        beforeChange(path);
        clearWay(path.parent());
        makeDirectories(path.parent(), true, false);
    }

    /**
     * Directories that no package speaks of get the owner and group of the one they are in, and its mode, too, unless a file is to
     * be right below.
     */
    private void makeDirectories(BytePath path, boolean roots, boolean inheritsMode) {
        if (path.isRoot() || root.find(path).isPresent()) {
            return;
        }
        makeDirectories(path.parent(), roots, !roots);
        try (DirectoryHandle above = root.parent(path)) {
            FileStat like = above.stat();
            int mode = inheritsMode ? like.permissions() : DIRECTORY_MODE;
            if (!privileged) {
                mode |= OWNER_MODE; // else we couldn't go on in it
            }
            above.makeDirectory(path.name(), mode);
            if (privileged) {
                above.chown(path.name(), roots ? 0 : like.uid(), roots ? 0 : like.gid());
            }
            above.chmod(path.name(), mode);
        }
    }

    /** Puts a file aside that is in the way of a directory. */
    private void clearWay(BytePath directory) {
        if (directory.isRoot()) {
            return;
        }
        Optional<FileStat> stat = root.find(directory);
        if (stat.isEmpty()) {
            clearWay(directory.parent());
        } else if (!stat.get().isDirectory() && !stat.get().isSymlink()) {
            salvage(directory);
        }
    }

    /**
     * Makes a file under a name, replacing what has it in one step.
     *
     * @param owner -1 for nobody in particular
     * @param group -1 for none in particular
     */
    void replaceFile(BytePath path, int mode, int owner, int group, Content content) {
        try (DirectoryHandle parent = parent(path)) {
            byte[] temporary = temporaryName();
            try (FileHandle file = createAnew(parent, temporary)) {
                content.writeTo(file);
                chown(file, owner, group);
                file.chmod(mode);
            } catch (RuntimeException e) {
                removeQuietly(parent, temporary, e);
                throw e;
            }
            moveInto(parent, temporary, parent, path);
        }
    }

    /**
     * Makes a file out of one that has the content and, but for owner and group, the mode; as {@link #replaceFile}.
     *
     * @param seconds the time of its last change since 1970, null to leave it
     * @return false if that is on another filesystem; nothing has changed then
     */
    boolean adoptFile(Staging.Staged staged, BytePath path, int mode, int owner, int group, @Nullable Long seconds) {
        try (DirectoryHandle parent = parent(path)) {
            chown(staged.folder(), staged.name(), owner, group);
            if ((mode & SPECIAL_BITS) != 0) {
                staged.folder().chmod(staged.name(), mode); // a new owner takes them away
            }
            if (seconds != null) {
                staged.folder().setTimes(staged.name(), seconds, 0);
            }
            moveInto(staged.folder(), staged.name(), parent, path);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EXDEV)) {
                return false;
            }
            throw e;
        }
    }

    /** Gives what has a name in this folder its place. */
    void moveInto(DirectoryHandle folder, byte[] temporary, DirectoryHandle parent, BytePath path) {
        try {
            folder.rename(temporary, parent, path.name());
        } catch (ErrnoException e) {
            if (!e.is(Errno.EISDIR, Errno.ENOTEMPTY, Errno.EEXIST)) {
                throw e;
            }
            removeDirectory(path);
            folder.rename(temporary, parent, path.name());
        }
    }

    /** A name that nothing else has; what is left of an operation that was cut off is found by its form. */
    byte[] temporaryName() {
        return BytePath.encode(".snapup-" + Integer.toHexString(temporaries.incrementAndGet()) + "-1");
    }

    private static FileHandle createAnew(DirectoryHandle parent, byte[] name) {
        try {
            return parent.createFile(name, 0600);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            parent.unlink(name);
            return parent.createFile(name, 0600);
        }
    }

    private static void removeQuietly(DirectoryHandle parent, byte[] name, RuntimeException cause) {
        try {
            parent.unlink(name);
        } catch (ErrnoException e) {
            cause.addSuppressed(e);
        }
    }

    void chown(FileHandle file, int owner, int group) {
        if (mayChown(owner, group)) {
            file.chown(owner, group);
        }
    }

    void chown(DirectoryHandle parent, byte[] name, int owner, int group) {
        if (mayChown(owner, group)) {
            parent.chown(name, owner, group);
        }
    }

    private boolean mayChown(int owner, int group) {
        if (owner == -1 && group == -1) {
            return false;
        }
        if (!privileged) {
            noteSkippedOwner();
        }
        return privileged;
    }

    private synchronized void noteSkippedOwner() {
        if (!skippedOwner) {
            skippedOwner = true;
            note("Owners and groups were not set, because this isn't run as root.");
        }
    }

    /** Has the listener told, at the next {@link #tellNotes}. For any thread. */
    void note(String text) {
        notes.add(text);
    }

    /** Tells the listener what is to be told since the last time; on the thread that the listener expects. */
    void tellNotes() {
        for (String note = notes.poll(); note != null; note = notes.poll()) {
            listener.note(note);
        }
    }

    /** Whether owners can be set. */
    boolean setsOwners() {
        return privileged;
    }

    /** Removes a name that isn't a directory, if it is there; a directory in its place is removed or put aside. */
    void remove(BytePath path) {
        beforeChange(path);
        try (DirectoryHandle parent = root.parent(path)) {
            parent.unlink(path.name());
        } catch (ErrnoException e) {
            if (e.is(Errno.EISDIR, Errno.EPERM)
                    && find(path).map(FileStat::isDirectory).orElse(false)) {
                removeDirectory(path);
            } else if (!e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    /** Removes a directory if it is there; what is still in it is put aside with it. */
    void removeDirectory(BytePath path) {
        beforeChange(path);
        forget(path);
        try (DirectoryHandle parent = root.parent(path)) {
            parent.removeDirectory(path.name());
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
                salvage(path);
            } else if (e.is(Errno.ENOTDIR) && find(path).isPresent()) {
                salvage(path);
            } else if (!e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                throw e;
            }
        }
    }

    private synchronized void forget(BytePath path) {
        existing.removeIf(known -> known.startsWith(path));
        root.forget(path);
    }

    /**
     * Moves what is at a path to {@code var/pkg/lost+found}, or where that is on another filesystem to a directory on its
     * own, and says so.
     */
    void salvage(BytePath path) {
        forget(path);
        BytePath place;
        try {
            place = moveAside(path, ImageLayout.LOST_AND_FOUND);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EXDEV)) {
                throw e;
            }
            place = moveAside(path, Journal.top(root, path.parent()).resolve("snapup-lost+found"));
        }
        note("Moved " + path + ", which is not as a package delivered it, to " + place + ".");
    }

    private BytePath moveAside(BytePath path, BytePath lostAndFound) {
        BytePath base = lostAndFound;
        for (byte[] component : path.parent().components()) {
            base = base.resolve(component);
        }
        String name = new String(path.name(), StandardCharsets.UTF_8) + "-" + TIME.format(Instant.now());
        BytePath place = base.resolve(name);
        for (int number = 2; find(place).isPresent(); number++) {
            place = base.resolve(name + "." + number);
        }
        requireJournal().beforeMove(path, place);
        root.makeDirectories(base, DIRECTORY_MODE);
        try (DirectoryHandle from = root.parent(path);
                DirectoryHandle to = root.directory(base)) {
            from.rename(path.name(), to, place.name());
        }
        return place;
    }

    private void rememberFilesystem(BytePath directory) {
        DirectoryHandle handle = root.directory(directory);
        if (filesystems.putIfAbsent(handle.stat().device(), handle) != null) {
            handle.close();
        }
    }

    /** Waits until all that was changed is on stable storage. */
    void sync() {
        root.handle().syncFilesystem();
        filesystems.values().forEach(DirectoryHandle::syncFilesystem);
    }

    /** A direct buffer with these bytes, ready to be written. */
    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.allocateDirect(Math.max(1, bytes.length)).put(bytes).flip();
    }

    @Override
    public void close() {
        filesystems.values().forEach(DirectoryHandle::close);
    }
}
