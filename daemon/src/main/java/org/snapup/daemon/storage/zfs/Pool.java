package org.snapup.daemon.storage.zfs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.mounts.MountTable;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The pool with the BEs, and what doesn't change while it is imported.
 *
 * @param direct a dataset can be mounted anywhere without touching its properties
 */
record Pool(ZfsConfig config, ZfsCommands commands, Altroot altroot, boolean direct) {
    /** Looks once what the commands can do. */
    static Pool open(ZfsConfig config) {
        ZfsCommands commands = new ZfsCommands(config.pool(), config.runner());
        CommandResult altroot = commands.zpool("list", "-H", "-o", "altroot", config.pool());
        if (!altroot.ok()) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    "the storage is set to the dataset " + config.root() + ", but the pool " + config.pool()
                            + " can't be opened: " + altroot.err().strip());
        }
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        boolean modern =
                commands.zfs("list", "-Hp", "-o", "name", config.root()).ok();
        if (!modern) {
            ZfsCommands.require(
                    commands.zfs("list", "-H", "-o", "name", config.root()),
                    "open the storage at the dataset " + config.root(),
                    config.root());
        }
        return new Pool(config, commands, Altroot.of(altroot.out().strip()), modern && linux);
    }

    MountTable mounts() {
        return MountTable.read(() -> commands.run("/sbin/mount", List.of("-p")).out());
    }

    String dataset(String beName) {
        return config.dataset(beName);
    }

    /** The BEs' root datasets by name, with guid, type and tag; without looking at their snapshots. */
    Map<String, Dataset> roots() {
        CommandResult result = commands.zfs(
                "get",
                "-d",
                "1",
                "-Hp",
                "-o",
                "name,property,value,source",
                "guid,type," + Property.TAG + "," + Property.UUID,
                config.root());
        ZfsCommands.require(result, "list the BEs beneath " + config.root(), config.root());
        Map<String, Dataset> roots = ZfsCommands.parse(result.out());
        roots.keySet().removeIf(name -> name.equals(config.root()) || name.contains("@"));
        return roots;
    }

    /** The root dataset with this guid. */
    Optional<Dataset> byGuid(String guid) {
        return roots().values().stream()
                .filter(root -> root.guid().equals(guid))
                .findFirst();
    }

    /** The BE's name, from its root dataset's or that of anything in it. */
    Optional<String> beOf(String dataset) {
        String prefix = config.root() + "/";
        if (!dataset.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = dataset.substring(prefix.length());
        int end = rest.length();
        for (char stop : new char[] {'/', '@'}) {
            int at = rest.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return Optional.of(rest.substring(0, end));
    }
}
