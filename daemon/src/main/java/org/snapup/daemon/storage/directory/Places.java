package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The daemon's own place in the root, and questions about what changed and what lies where. */
final class Places {
    private final Disk disk;

    Places(Disk disk) {
        this.disk = disk;
    }

    Path state(Path wanted) throws IOException {
        if (!isInsideBe(wanted)) {
            return wanted;
        }
        disk.prepare();
        disk.durable().makeFolder(disk.layout().state(), "rwx------");
        return disk.layout().state();
    }

    boolean isInsideBe(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        Path real = existing.toRealPath();
        for (BeFolder be : disk.catalog().scan()) {
            if (Files.exists(be.tree()) && real.startsWith(be.tree().toRealPath())) {
                return true;
            }
        }
        return false;
    }

    Optional<String> instance() throws IOException {
        try {
            return Optional.of(Files.readString(disk.layout().instance(), StandardCharsets.UTF_8)
                    .strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void bind(String instance) throws IOException {
        disk.prepare();
        disk.durable().write(disk.layout().instance(), (instance + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Every folder in which a change of ours, or of somebody's names, leaves a new time. */
    String changeMark() throws IOException {
        Layout layout = disk.layout();
        List<Path> watched = new ArrayList<>(List.of(layout.root(), layout.bes(), layout.making()));
        for (Path folder : Catalog.children(layout.bes())) {
            watched.add(folder);
            watched.add(folder.resolve("snapshots"));
        }
        StringBuilder mark = new StringBuilder();
        for (Path path : watched) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                mark.append(path.getFileName())
                        .append(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS))
                        .append(';');
            }
        }
        return Integer.toHexString(mark.toString().hashCode()) + "-" + mark.length();
    }
}
