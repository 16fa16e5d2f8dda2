package org.snapup.daemon.storage.libbe;

import java.util.List;
import java.util.stream.Collectors;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Zones whose root belongs to a BE of the global zone: datasets outside the BE, which libbe finds by a property with the
 * BE's uuid. A clone of the BE alone would boot with zones that have no root.
 */
final class Zones {
    private static final String PARENT = "org.opensolaris.libbe:parentbe";
    private static final int NAMED = 10;

    private final ZfsCommands commands;
    private final String pool;

    Zones(ZfsCommands commands, String pool) {
        this.commands = commands;
        this.pool = pool;
    }

    /** @throws SnapupException {@code BE_UNSUPPORTED}, naming the zones' datasets */
    void requireNone(Be be, String attempted, String instead) {
        CommandResult result = commands.zfs("get", "-rHp", "-s", "local", "-o", "name,value", PARENT, pool);
        ZfsCommands.require(result, "look for zones that belong to the BE " + be.name(), be.name());
        List<String> roots = result.out()
                .lines()
                .filter(line -> line.endsWith("\t" + be.uuid()))
                .map(line -> line.substring(0, line.indexOf('\t')))
                .filter(dataset -> !dataset.contains("@"))
                .toList();
        if (!roots.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.BE_UNSUPPORTED,
                    be.name(),
                    "can't " + attempted + " the BE " + be.name() + ": zones' roots belong to it, and snapup doesn't"
                            + " take them along: " + roots.stream().limit(NAMED).collect(Collectors.joining(", "))
                            + "; use " + instead,
                    null);
        }
    }
}
