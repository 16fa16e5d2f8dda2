package org.snapup.ips.execute;

import java.util.Optional;
import org.snapup.ips.execute.contents.PayloadWriter;
import org.snapup.ips.plan.ActionChange;

/** The kinds of actions and who carries them out. */
record Appliers(
        Target target,
        Accounts accounts,
        FileActions files,
        PackageRecords records,
        Drivers drivers,
        PayloadWriter writer) {
    void install(ActionChange change) {
        var now = change.subject();
        switch (change.kind()) {
            case GROUP -> accounts.installGroup(now);
            case USER -> accounts.installUser(now, Optional.ofNullable(change.from()));
            case DIR -> new DirectoryActions(target, accounts).install(now);
            case FILE -> {
                files.install(change, now, writer);
                if (Accounts.FILES.contains(now.action().path())) {
                    accounts.load();
                }
            }
            case HARDLINK -> new LinkActions(target).installHard(now);
            case LINK -> new LinkActions(target).installSymbolic(now);
            case LICENSE -> records.installLicense(now);
            case LEGACY -> records.installLegacy(now);
            case DRIVER -> drivers.install(now, Optional.ofNullable(change.from()));
            case SET, DEPEND, UNKNOWN, SIGNATURE -> {
                // Nothing in the image.
            }
        }
    }

    void remove(ActionChange change) {
        var old = change.subject();
        switch (change.kind()) {
            case GROUP -> accounts.removeGroup(old);
            case USER -> accounts.removeUser(old);
            case DIR -> new DirectoryActions(target, accounts).remove(old);
            case FILE -> files.remove(old);
            case HARDLINK, LINK -> new LinkActions(target).remove(old);
            case LICENSE -> records.removeLicense(old);
            case LEGACY -> records.removeLegacy(old);
            case DRIVER -> drivers.remove(old);
            case SET, DEPEND, UNKNOWN, SIGNATURE -> {
                // Nothing in the image.
            }
        }
    }
}
