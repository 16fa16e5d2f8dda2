package org.snapup.daemon.storage.zfs;

import java.util.List;
import java.util.Set;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;

/** Runs commands until its point: one stands after the first and one after the last of like changes in a row. */
public final class DyingRunner implements CommandRunner {
    /** Commands that change nothing. */
    private static final Set<String> LOOKS = Set.of("get", "list", "history", "holds", "status");

    private final CommandRunner real = ProcessRunner.create();
    private int left;
    private String kind = "";
    private int inARow;

    public DyingRunner(int point) {
        this.left = point;
    }

    @Override
    public CommandResult run(Command command) {
        requireAlive();
        if (LOOKS.contains(command.argv().get(1))) {
            return real.run(command);
        }
        String next = kind(command.argv());
        if (!next.equals(kind)) {
            if (inARow > 1) {
                passPoint();
            }
            kind = next;
            inARow = 0;
        }
        CommandResult result = real.run(command);
        if (++inARow == 1) {
            passPoint();
        }
        return result;
    }

    private void passPoint() {
        left--;
        requireAlive();
    }

    private void requireAlive() {
        if (left <= 0) {
            throw new StorageWorld.Died();
        }
    }

    /** The command, its option, and which property it sets. */
    private static String kind(List<String> argv) {
        String first = argv.size() > 2 ? argv.get(2) : "";
        int value = first.indexOf('=');
        return argv.get(1) + (value > 0 ? first.substring(0, value) : first.startsWith("-") ? first : "");
    }
}
