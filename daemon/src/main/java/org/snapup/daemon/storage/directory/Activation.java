package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The links {@code live}, {@code next} and {@code next-once}. */
final class Activation {
    private static final Path MACHINE_ROOT = Path.of("/");

    private final Disk disk;
    private final @Nullable String liveGuid;

    private Activation(Disk disk, @Nullable String liveGuid) {
        this.disk = disk;
        this.liveGuid = liveGuid;
    }

    /** Finds out which BE the machine runs; that doesn't change before it boots again. */
    static Activation atStart(Disk disk, String live) throws IOException {
        if (!live.equals(DirectoryConfig.AUTO)) {
            String guid = disk.catalog()
                    .byName(live)
                    .map(BeFolder::guid)
                    .orElseThrow(() -> new SnapupException(
                            ErrorCode.BAD_CONFIGURATION,
                            live,
                            "the configuration says that the machine runs the boot environment '" + live
                                    + "', but there is none under "
                                    + disk.layout().root(),
                            null));
            return new Activation(disk, guid);
        }
        Path link = disk.layout().live();
        Path tree = Files.isSymbolicLink(link) ? link : MACHINE_ROOT;
        for (BeFolder be : disk.catalog().scan()) {
            if (sameDirectory(be.tree(), tree)) {
                if (sameDirectory(be.tree(), disk.layout().once())) {
                    // Whoever started it left the link there: once is over.
                    disk.durable().remove(disk.layout().once());
                }
                return new Activation(disk, be.guid());
            }
        }
        return new Activation(disk, null);
    }

    boolean isLive(BeFolder be) {
        return be.guid().equals(liveGuid);
    }

    boolean isNext(BeFolder be) throws IOException {
        Path next = disk.layout().next();
        if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
            return isLive(be);
        }
        return be.form() != BeFolder.Form.IN_THE_MAKING && sameDirectory(be.tree(), next);
    }

    boolean isOnce(BeFolder be) throws IOException {
        Path once = disk.layout().once();
        return Files.isSymbolicLink(once) && be.form() != BeFolder.Form.IN_THE_MAKING && sameDirectory(be.tree(), once);
    }

    void activateOnce(BeFolder be) throws IOException {
        if (!isOnce(be)) {
            requireLink(disk.layout().once(), be);
            disk.prepare();
            lead(disk.layout().once(), be);
        }
    }

    void deactivateOnce() throws IOException {
        if (Files.isSymbolicLink(disk.layout().once())) {
            disk.durable().remove(disk.layout().once());
        }
    }

    /** Whether the machine's own root is this BE. */
    boolean isMachineRoot(BeFolder be) throws IOException {
        return isLive(be) && sameDirectory(be.tree(), MACHINE_ROOT);
    }

    void activate(BeFolder be) throws IOException {
        if (!Files.exists(disk.layout().next()) || !isNext(be)) {
            requireLink(disk.layout().next(), be);
            disk.prepare();
            lead(disk.layout().next(), be);
        }
        deactivateOnce();
    }

    private static void requireLink(Path link, BeFolder be) {
        if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    be.name(),
                    link + " is a directory and not the link that says what boots next: '" + be.name()
                            + "' wasn't activated; move it away and repeat",
                    null);
        }
    }

    /** Makes {@code live} and {@code next} name this BE's guid where they named its name, before that changes. */
    void nameByGuid(BeFolder be) throws IOException {
        for (Path link : new Path[] {
            disk.layout().next(), disk.layout().once(), disk.layout().live()
        }) {
            if (Files.isSymbolicLink(link)
                    && sameDirectory(be.tree(), link)
                    && !guidOf(link).equals(Optional.of(be.guid()))) {
                lead(link, be);
            }
        }
    }

    private Optional<String> guidOf(Path link) throws IOException {
        return disk.layout().linkedGuid(link);
    }

    private void lead(Path link, BeFolder be) throws IOException {
        disk.durable()
                .switchLink(
                        link, disk.layout().linkTarget(be.guid()), disk.layout().temporaryLink());
    }

    /** Whether both lead to one directory; a dangling link leads nowhere. */
    static boolean sameDirectory(Path one, Path other) throws IOException {
        return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    }
}
