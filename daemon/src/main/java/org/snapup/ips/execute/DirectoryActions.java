package org.snapup.ips.execute;

import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.plan.PlannedAction;

/** Directories. */
final class DirectoryActions {
    private static final int OWNER_WRITES = 0200;

    private final Target target;
    private final Accounts accounts;

    DirectoryActions(Target target, Accounts accounts) {
        this.target = target;
        this.accounts = accounts;
    }

    void install(PlannedAction now) {
        BytePath path = BytePath.of(now.action().path());
        int mode = now.action().mode();
        if (!target.setsOwners()) {
            // Else its own files couldn't be put into it.
            mode |= OWNER_WRITES;
        }
        try (DirectoryHandle parent = target.parentOfDirectory(path)) {
            Optional<FileStat> stat = parent.find(path.name());
            if (stat.isPresent() && stat.get().isSymlink()) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "can't make the directory " + path + " of " + now.fmri().shortText()
                                + ": a link is in its place; remove the link, or restore the directory");
            }
            if (stat.isPresent() && !stat.get().isDirectory()) {
                target.salvage(path);
                stat = Optional.empty();
            }
            if (stat.isEmpty()) {
                parent.makeDirectory(path.name(), mode);
            }
            try (DirectoryHandle directory = parent.openDirectory(path.name())) {
                if (target.setsOwners()) {
                    directory.chown(accounts.owner(now), accounts.group(now));
                }
                directory.chmod(mode);
            }
        }
    }

    void remove(PlannedAction old) {
        target.removeDirectory(BytePath.of(old.action().path()));
    }
}
