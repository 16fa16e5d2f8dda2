package org.snapup.daemon.storage.libbe;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snapup.daemon.storage.zfs.ZfsConfig;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Where the boot environments are, and the libraries.
 *
 * @param zfs the same as for the backend {@code zfs}
 * @param libbe the library's file
 * @param libnvpair the file of the libnvpair that it uses
 */
public record LibbeConfig(ZfsConfig zfs, Path libbe, Path libnvpair) {
    private static final List<Path> FOLDERS =
            List.of(Path.of("/lib/64"), Path.of("/usr/lib/64"), Path.of("/lib/amd64"), Path.of("/usr/lib/amd64"));

    public LibbeConfig {
        requireNonNull(zfs, "zfs");
        requireNonNull(libbe, "libbe");
        requireNonNull(libnvpair, "libnvpair");
    }

    /**
     * With the libraries of this system.
     *
     * @throws SnapupException {@code BAD_CONFIGURATION} where it has none
     */
    public static LibbeConfig ofSystem(ZfsConfig zfs) {
        return new LibbeConfig(zfs, find("libbe.so.1"), find("libnvpair.so.1"));
    }

    private static Path find(String library) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(library))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.BAD_CONFIGURATION,
                        "storage.type",
                        "the storage is set to libbe, but there is no 64-bit " + library
                                + " on this machine: libbe is illumos'; set storage.type to zfs",
                        null));
    }
}
