package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.protocol.SnapupException;

/** What a change that was never repeated left behind, and what isn't ours. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Disk disk;
    private final Places places;

    Leftovers(Disk disk, Places places) {
        this.disk = disk;
        this.places = places;
    }

    /**
     * Removes copies and links that were begun and not finished; called between changes. An unfinished BE stays: it is
     * listed, and its job discards it.
     */
    void clear() throws IOException {
        for (Path entry : Catalog.children(disk.layout().making())) {
            String name = entry.getFileName().toString();
            boolean ofOneCall = Stream.of("snapshot-", "rollback-", "adopt-").anyMatch(name::startsWith);
            if (ofOneCall && isOurs(entry)) {
                disk.trash().discard(entry);
            } else if (name.equals(Layout.LINK) || name.equals(Layout.RESERVE)) {
                disk.durable().remove(entry);
            } else if (!name.startsWith("be-")) {
                LOG.atWarn().addKeyValue("path", entry).log("not snapup's; left alone");
            }
        }
    }

    /** Not of another instance. */
    private boolean isOurs(Path folder) throws IOException {
        Optional<String> instance = places.instance();
        try {
            SnapshotRecord record = Durable.read(SnapshotRecord.class, folder.resolve(SnapshotRecord.FILE));
            return record.ownTag()
                    .map(tag -> Optional.of(tag.instance()).equals(instance))
                    .orElse(true);
        } catch (IOException | SnapupException e) {
            // It was cut off before it had a record, or is of a kind that has none with a tag.
            return true;
        }
    }

    /** Says once what else lies in the root. */
    void report() throws IOException {
        List<String> foreign = foreign();
        if (!foreign.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("root", disk.layout().root())
                    .addKeyValue("names", foreign)
                    .log("in the root, and no boot environments; left alone");
        }
    }

    /** Names in the root that are neither a BE's nor the daemon's. */
    List<String> foreign() throws IOException {
        List<String> foreign = new ArrayList<>();
        for (Path entry : Catalog.children(disk.layout().root())) {
            String name = entry.getFileName().toString();
            boolean link = Files.isSymbolicLink(entry);
            boolean be = link
                    ? disk.layout().linkedGuid(entry).isPresent()
                    : Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && Layout.canBeBe(name);
            if (!be && !name.equals(Layout.OWN) && !(link && Layout.isReserved(name))) {
                foreign.add(name);
            }
        }
        return foreign;
    }
}
