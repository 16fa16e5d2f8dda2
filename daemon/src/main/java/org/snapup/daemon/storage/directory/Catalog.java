package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.snapup.daemon.storage.directory.BeFolder.Form;
import org.snapup.protocol.SnapupException;

/** Finds the BEs under a root. Changes nothing; any thread. */
final class Catalog {
    private static final int TRIES = 5;

    private final Layout layout;
    /** By folder; a snapshot in its place doesn't change. */
    private final Map<Path, SnapshotRecord> knownSnapshots = new ConcurrentHashMap<>();

    Catalog(Layout layout) {
        this.layout = layout;
    }

    /** What was remembered of this folder isn't true any more. */
    void forget(Path snapshotFolder) {
        knownSnapshots.remove(snapshotFolder);
    }

    /** All of them, by creation. */
    List<BeFolder> scan() throws IOException {
        for (int i = 1; ; i++) {
            try {
                return scanOnce();
            } catch (NoSuchFileException e) {
                // Renamed between listing and reading, by the thread that makes changes.
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    Optional<BeFolder> byGuid(String guid) throws IOException {
        return scan().stream().filter(be -> be.guid().equals(guid)).findFirst();
    }

    Optional<BeFolder> byName(String name) throws IOException {
        return scan().stream().filter(be -> be.name().equals(name)).findFirst();
    }

    private List<BeFolder> scanOnce() throws IOException {
        Map<String, Set<String>> linkNames = new HashMap<>();
        List<BeFolder> found = new ArrayList<>();
        for (Path entry : children(layout.root())) {
            String name = entry.getFileName().toString();
            if (!Layout.canBeBe(name)) {
                continue;
            }
            if (Files.isSymbolicLink(entry)) {
                layout.linkedGuid(entry)
                        .ifPresent(guid -> linkNames
                                .computeIfAbsent(guid, g -> new TreeSet<>())
                                .add(name));
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                found.add(plain(entry, name));
            }
        }
        Set<String> taken = new HashSet<>();
        found.forEach(be -> taken.add(be.name()));
        linkNames.values().forEach(taken::addAll);
        for (Path folder : children(layout.bes())) {
            String guid = folder.getFileName().toString();
            if (layout.hasTree(guid)) {
                found.add(whole(folder, guid, linkNames.getOrDefault(guid, Set.of()), taken));
            }
        }
        for (Path folder : children(layout.making())) {
            inTheMaking(folder).filter(be -> !taken.contains(be.name())).ifPresent(found::add);
        }
        found.sort(Comparator.comparing((BeFolder be) -> be.record().created()).thenComparing(BeFolder::name));
        return found;
    }

    private BeFolder plain(Path tree, String name) throws IOException {
        long inode = (Long) Files.getAttribute(tree, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        String guid = Layout.PLAIN + inode;
        // An inode's number is given out again when the tree that had it was exchanged for another.
        for (int i = 2; layout.hasTree(guid); i++) {
            guid = Layout.PLAIN + inode + "." + i;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(tree, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        BeRecord record =
                BeRecord.of(name, "guid-" + guid, attributes.lastModifiedTime().toInstant(), null);
        return new BeFolder(name, guid, Form.PLAIN, layout.be(guid), tree, record, List.of());
    }

    private BeFolder whole(Path folder, String guid, Set<String> names, Set<String> taken) throws IOException {
        BeRecord record =
                record(folder, names.isEmpty() ? guid : names.iterator().next());
        String name = record.name();
        if (!names.contains(name)) {
            // The link was renamed by hand, or removed: a BE doesn't disappear with its name.
            name = names.isEmpty()
                    ? (taken.contains(name) ? guid : name)
                    : names.iterator().next();
        }
        return new BeFolder(name, guid, Form.WHOLE, folder, layout.tree(guid), record, snapshots(guid));
    }

    private static BeRecord record(Path folder, String name) throws IOException {
        try {
            return Durable.read(BeRecord.class, folder.resolve(BeRecord.FILE));
        } catch (IOException | SnapupException e) {
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            return damaged(folder, name);
        }
    }

    /** Stands for a record that can't be read: listed, never changed. */
    private static BeRecord damaged(Path folder, String name) throws IOException {
        String created = Files.getLastModifiedTime(folder).toInstant().toString();
        return new BeRecord(
                Integer.MAX_VALUE, name, "guid-" + folder.getFileName(), created, null, 0, null, null, null);
    }

    private Optional<BeFolder> inTheMaking(Path folder) {
        if (!folder.getFileName().toString().startsWith("be-")) {
            return Optional.empty();
        }
        try {
            BeRecord record = Durable.read(BeRecord.class, folder.resolve(BeRecord.FILE));
            return Optional.of(new BeFolder(
                    record.name(),
                    folder.getFileName().toString(),
                    Form.IN_THE_MAKING,
                    folder,
                    folder.resolve(Layout.TREE),
                    record,
                    List.of()));
        } catch (IOException | SnapupException e) {
            // It has no content before it has a record.
            return Optional.empty();
        }
    }

    private List<SnapshotRecord> snapshots(String guid) throws IOException {
        List<SnapshotRecord> found = new ArrayList<>();
        for (Path folder : children(layout.snapshots(guid))) {
            SnapshotRecord known = knownSnapshots.get(folder);
            if (known == null) {
                known = snapshot(folder);
                knownSnapshots.put(folder, known);
            }
            found.add(known);
        }
        found.sort(Comparator.comparing(SnapshotRecord::created).thenComparing(SnapshotRecord::name));
        return found;
    }

    private static SnapshotRecord snapshot(Path folder) throws IOException {
        try {
            return Durable.read(SnapshotRecord.class, folder.resolve(SnapshotRecord.FILE));
        } catch (IOException | SnapupException e) {
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            String name = folder.getFileName().toString();
            String created = Files.getLastModifiedTime(folder).toInstant().toString();
            return new SnapshotRecord(Integer.MAX_VALUE, name, "damaged-" + name, created, null, 0);
        }
    }

    /** What is in a folder; nothing if it is absent. */
    static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return children;
    }
}
