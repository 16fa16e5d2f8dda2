package org.snapup.ips.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;

/**
 * Finds what no package delivers, in the order of pkg(1): of each directory first the directories, then the files, then
 * what is in its packaged directories. What is in an unpackaged directory isn't told apart, and what is on another
 * filesystem than the image's isn't looked at. Confined to one thread.
 */
final class UnpackagedSearch {
    private static final String PHASE = "Looking for unpackaged contents";

    private final ImageFiles files;
    private final IpsListener listener;
    private final Map<String, ActionKind> delivered = new HashMap<>();
    private final List<Unpackaged> found = new ArrayList<>();
    private final long device;
    private long looked;

    UnpackagedSearch(ImageFiles files, IpsListener listener) {
        this.files = files;
        this.listener = listener;
        this.device = files.root().handle().stat().device();
    }

    /** @throws IpsException CANCELLED, IO, and for manifests that the image has lost */
    List<Unpackaged> find(Image image, InstalledManifests manifests) {
        ActionFilter filter = image.config().actionFilter();
        for (Fmri fmri : image.installed().values()) {
            listener.checkCancelled();
            manifests.read(files, fmri, action -> {
                if (filter.test(action)) {
                    deliver(action);
                }
                return false;
            });
        }
        look(BytePath.ROOT);
        return found;
    }

    private void deliver(Action action) {
        switch (action.kind()) {
            case FILE, LINK, HARDLINK, DIR -> deliver(action.path(), action.kind());
            case LEGACY -> deliver("var/sadm/pkg/" + action.attributes().get("pkg", ""), ActionKind.DIR);
            default -> {
                return; // it has no place in the image
            }
        }
    }

    /** With the directories that it is in. */
    private void deliver(String path, ActionKind kind) {
        delivered.put(path, kind);
        int slash = path.lastIndexOf('/');
        while (slash > 0 && delivered.putIfAbsent(path.substring(0, slash), ActionKind.DIR) == null) {
            slash = path.lastIndexOf('/', slash - 1);
        }
    }

    private void look(BytePath directory) {
        listener.checkCancelled();
        listener.progress(PHASE, ++looked, 0, 0, 0);
        List<Entry> entries = entries(directory);
        List<BytePath> packaged = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.isDirectory()) {
                if (!isPackaged(entry)) {
                    found.add(Unpackaged.directory(entry.path()));
                } else if (entry.stat().isDirectory()) {
                    packaged.add(entry.path());
                }
            }
        }
        for (Entry entry : entries) {
            if (!entry.isDirectory() && !isPackaged(entry)) {
                found.add(Unpackaged.file(entry.path()));
            }
        }
        packaged.forEach(this::look);
    }

    /** @param isDirectory a link to one counts, as it does for whoever follows it */
    private record Entry(BytePath path, String name, FileStat stat, boolean isDirectory) {}

    private List<Entry> entries(BytePath directory) {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryHandle handle = files.root().directory(directory)) {
            if (handle.stat().device() != device) {
                found.add(Unpackaged.mounted(directory));
                return entries;
            }
            for (byte[] name : handle.list()) {
                Optional<FileStat> stat = handle.find(name);
                if (stat.isPresent()) {
                    BytePath path = directory.resolve(name);
                    boolean isDirectory =
                            stat.get().isDirectory() || (stat.get().isSymlink() && leadsToDirectory(path));
                    entries.add(new Entry(path, new String(name, StandardCharsets.UTF_8), stat.get(), isDirectory));
                }
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT, Errno.ENOTDIR)) { // else it has gone meanwhile
                found.add(Unpackaged.unreadable(directory, String.valueOf(e.getMessage())));
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private boolean leadsToDirectory(BytePath link) {
        try (DirectoryHandle target = files.root().directory(link)) {
            return target.stat().isDirectory();
        } catch (ErrnoException e) {
            return false;
        }
    }

    private boolean isPackaged(Entry entry) {
        @Nullable ActionKind kind = delivered.get(entry.path().toString());
        if (kind == null || entry.stat().isSymlink()) {
            return kind != null;
        }
        return entry.isDirectory() ? kind == ActionKind.DIR || kind == ActionKind.LINK : kind != ActionKind.DIR;
    }
}
