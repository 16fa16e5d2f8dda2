package org.snapup.ips.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * Puts everything that a journal speaks of back as it was. A file that was replaced gets its name back in one step, so
 * that a running system never misses it. Every part notices what is done already.
 */
final class Undo {
    /** What unfinished files are called. */
    private static final Pattern TEMPORARY = Pattern.compile("\\.snapup-[0-9a-f]+-[0-9]+");

    private static final byte[] LINK = BytePath.encode(".snapup-0-0");
    private static final int OWNER_ALL = 0700;

    private final RootDirectory root;
    private final JournalLog log;
    private final IpsListener listener;
    private final List<Before> topDown;
    private final List<Before> bottomUp;
    private final Set<BytePath> noted;

    Undo(ImageFiles files, JournalLog log, IpsListener listener) {
        this.root = files.root();
        this.log = log;
        this.listener = listener;
        this.topDown = new ArrayList<>(log.befores());
        topDown.sort(Comparator.comparing(Before::path));
        this.bottomUp = new ArrayList<>(topDown);
        Collections.reverse(bottomUp);
        this.noted = topDown.stream().map(Before::path).collect(Collectors.toSet());
    }

    void run() {
        removeTemporaries();
        bottomUp.stream().filter(before -> !isAside(before.path())).forEach(this::removeNew);
        topDown.forEach(this::restore);
        log.moves().keySet().stream().filter(from -> !noted.contains(from)).forEach(this::bringBack);
        bottomUp.stream().filter(before -> isAside(before.path())).forEach(this::removeNew);
        bottomUp.forEach(this::restoreFolder);
        root.forget(BytePath.ROOT);
    }

    /** Belongs to what was put aside, and has to stay until that is back. */
    private boolean isAside(BytePath path) {
        return log.moves().values().stream().anyMatch(aside -> aside.startsWith(path) || path.startsWith(aside));
    }

    private void removeTemporaries() {
        Set<BytePath> folders = new TreeSet<>();
        topDown.forEach(before -> {
            if (!before.path().isRoot()) {
                folders.add(before.path().parent());
            }
        });
        for (BytePath folder : folders) {
            if (root.find(folder).filter(FileStat::isDirectory).isEmpty()) {
                continue;
            }
            try (DirectoryHandle handle = root.directory(folder)) {
                for (byte[] name : handle.list()) {
                    if (TEMPORARY.matcher(BytesText.of(name).text()).matches()
                            && !handle.stat(name).isDirectory()) {
                        handle.unlink(name);
                    }
                }
            }
        }
    }

    /** Removes what wasn't there, and what isn't of the type that was. */
    private void removeNew(Before before) {
        Optional<FileStat> now = root.find(before.path());
        if (now.isEmpty()) {
            return;
        }
        boolean folderNow = now.get().isDirectory();
        boolean folderThen = before instanceof Before.Folder;
        if (before instanceof Before.Absent || folderNow != folderThen) {
            remove(before.path(), folderNow);
        }
    }

    private void remove(BytePath path, boolean folder) {
        try (DirectoryHandle parent = root.parent(path)) {
            if (!folder) {
                parent.unlink(path.name());
                return;
            }
            root.forget(path);
            removeNotedIn(path);
            parent.removeDirectory(path.name());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOTEMPTY, Errno.EEXIST, Errno.EBUSY)) {
                throw e;
            }
            listener.note("The directory " + path + " is new and was not removed, because it holds something that the"
                    + " operation didn't put there.");
        }
    }

    private void removeNotedIn(BytePath folder) {
        try (DirectoryHandle handle = root.directory(folder)) {
            for (byte[] name : handle.list()) {
                BytePath path = folder.resolve(name);
                if (noted.contains(path)) {
                    remove(path, handle.stat(name).isDirectory());
                }
            }
        }
        root.forget(folder);
    }

    private void restore(Before before) {
        bringBack(before.path());
        if (before instanceof Before.Folder folder) {
            if (!folder.path().isRoot() && root.find(folder.path()).isEmpty()) {
                try (DirectoryHandle parent = root.parent(folder.path())) {
                    // Its own mode comes last, for it may forbid what has to be done in it.
                    parent.makeDirectory(folder.path().name(), OWNER_ALL);
                }
            }
        } else if (before instanceof Before.Content content) {
            restoreContent(content);
        } else if (before instanceof Before.Link link) {
            restoreLink(link);
        }
    }

    /** What was put aside takes its place again. */
    private void bringBack(BytePath path) {
        BytePath aside = log.moves().get(path);
        if (aside == null || root.find(aside).isEmpty()) {
            return;
        }
        Optional<FileStat> now = root.find(path);
        if (now.isPresent() && now.get().isDirectory()) {
            remove(path, true);
            now = root.find(path);
        }
        if (now.isEmpty()) {
            root.forget(aside);
            try (DirectoryHandle from = root.parent(aside);
                    DirectoryHandle to = root.parent(path)) {
                from.rename(aside.name(), to, path.name());
            }
        }
    }

    private void restoreContent(Before.Content content) {
        BytePath path = content.path();
        Optional<FileStat> kept = root.find(content.backup());
        if (kept.isPresent()) {
            try (DirectoryHandle from = root.parent(content.backup());
                    DirectoryHandle to = root.parent(path)) {
                boolean same = to.find(path.name())
                        .filter(now -> now.sameFile(kept.get()))
                        .isPresent();
                setAttributes(from, content.backup().name(), kept.get(), content.attributes());
                if (same) {
                    // A rename between two names of one file does nothing.
                    from.unlink(content.backup().name());
                } else {
                    from.rename(content.backup().name(), to, path.name());
                }
            }
        }
    }

    private void restoreLink(Before.Link link) {
        byte[] name = link.path().name();
        byte[] target = link.target().bytes();
        try (DirectoryHandle parent = root.parent(link.path())) {
            Optional<FileStat> now = parent.find(name);
            boolean same = now.filter(FileStat::isSymlink).isPresent() && Arrays.equals(parent.readLink(name), target);
            if (!same) {
                parent.symlink(target, LINK);
                parent.rename(LINK, parent, name);
                now = parent.find(name);
            }
            boolean owned = now.isPresent()
                    && now.get().uid() == link.uid()
                    && now.get().gid() == link.gid();
            if (!owned && CurrentUser.isPrivileged()) {
                parent.chown(name, link.uid(), link.gid());
            }
        }
    }

    private static void setAttributes(DirectoryHandle parent, byte[] name, FileStat now, Before.Attributes then) {
        if (Before.Attributes.of(now).equals(then)) {
            return;
        }
        if ((now.uid() != then.uid() || now.gid() != then.gid()) && CurrentUser.isPrivileged()) {
            parent.chown(name, then.uid(), then.gid());
        }
        parent.chmod(name, then.mode());
        parent.setTimes(name, then.seconds(), then.nanos());
    }

    private void restoreFolder(Before before) {
        if (!(before instanceof Before.Folder folder)) {
            return;
        }
        Optional<FileStat> now = root.find(folder.path());
        if (now.isEmpty() || !now.get().isDirectory()) {
            return;
        }
        Before.Attributes then = folder.attributes();
        if (Before.Attributes.of(now.get()).equals(then) || folder.path().equals(ImageLayout.META)) {
            return;
        }
        try (DirectoryHandle handle = root.directory(folder.path())) {
            boolean owned = now.get().uid() == then.uid() && now.get().gid() == then.gid();
            if (!owned && CurrentUser.isPrivileged()) {
                handle.chown(then.uid(), then.gid());
            }
            if (now.get().permissions() != then.mode()) {
                handle.chmod(then.mode());
            }
            handle.setTimes(then.seconds(), then.nanos());
        }
    }
}
