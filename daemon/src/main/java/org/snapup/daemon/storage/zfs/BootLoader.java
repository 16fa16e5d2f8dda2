package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;

/** What boots next: the pool's bootfs, and whether this machine's loader follows it. */
final class BootLoader {
    private static final List<Path> ZFS_BOOT_MENU =
            List.of(Path.of("/etc/zfsbootmenu"), Path.of("/usr/bin/generate-zbm"), Path.of("/usr/share/zfsbootmenu"));

    private final Pool pool;

    BootLoader(Pool pool) {
        this.pool = pool;
    }

    void activate(String name) {
        String root = pool.dataset(name);
        CommandResult result =
                pool.commands().zpool("set", "bootfs=" + root, pool.config().pool());
        if (!pool.commands().bootfs().equals(root)) {
            throw ZfsCommands.failure("activate the BE " + name, name, result);
        }
    }

    /** The loaders of illumos and FreeBSD follow bootfs; on Linux ZFSBootMenu does, and a root that is looked up there. */
    Optional<String> obstacle() {
        boolean live = pool.mounts()
                .at("/")
                .flatMap(mount -> pool.beOf(mount.source()))
                .isPresent();
        if (!live || !System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        if (ZFS_BOOT_MENU.stream().anyMatch(Files::exists) || looksUpRoot()) {
            return Optional.empty();
        }
        return Optional.of("no boot loader that follows the pool's bootfs property was found on this machine: install"
                + " ZFSBootMenu, or boot with root=zfs:AUTO");
    }

    private static boolean looksUpRoot() {
        try {
            String commandLine = Files.readString(Path.of("/proc/cmdline"));
            return commandLine.contains("root=zfs:AUTO") || commandLine.matches("(?s).*\\broot=zfs(\\s.*)?");
        } catch (IOException e) {
            return false;
        }
    }
}
