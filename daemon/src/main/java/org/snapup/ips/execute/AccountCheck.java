package org.snapup.ips.execute;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/** Makes sure, before anything is changed, that every owner and group that a plan names will be known. */
final class AccountCheck {
    private final Accounts accounts;
    private final Set<@Nullable String> users = new HashSet<>();
    private final Set<@Nullable String> groups = new HashSet<>();
    private boolean databasesComing;

    AccountCheck(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Checks a plan.
     *
     * @throws IpsException NOT_FOUND, CONFLICT
     */
    void check(ImagePlan plan) {
        plan.changes().forEach(change -> note(change.to()));
        plan.changes().map(ActionChange::to).forEach(planned -> {
            if (planned != null) {
                check(planned);
            }
        });
    }

    private void note(@Nullable PlannedAction planned) {
        if (planned == null) {
            return;
        }
        if (planned.kind() == ActionKind.USER) {
            users.add(planned.action().key());
        } else if (planned.kind() == ActionKind.GROUP) {
            groups.add(planned.action().key());
        } else if (planned.kind() == ActionKind.FILE
                && Accounts.FILES.contains(planned.action().path())) {
            databasesComing = true;
        }
    }

    private void check(PlannedAction planned) {
        switch (planned.kind()) {
            case USER, GROUP -> {
                if (!accounts.arePresent() && !databasesComing) {
                    throw new IpsException(
                            IpsException.Kind.CONFLICT,
                            "can't add the " + planned.kind().text() + " "
                                    + planned.action().key() + " of "
                                    + planned.fmri().shortText() + ": the image has no " + Accounts.FILES.get(0)
                                    + " and " + Accounts.FILES.get(2) + "; install the package that brings them");
                }
            }
            case DIR, FILE -> {
                // Names in account files that come with the plan are only known when those are there.
                if (!databasesComing) {
                    checkNames(planned);
                }
            }
            case SET, DEPEND, HARDLINK, LINK, DRIVER, UNKNOWN, LICENSE, LEGACY, SIGNATURE -> {
                // They have no owner.
            }
        }
    }

    private void checkNames(PlannedAction planned) {
        if (!users.contains(planned.action().get("owner"))) {
            accounts.owner(planned);
        }
        if (!groups.contains(planned.action().get("group"))) {
            accounts.group(planned);
        }
    }
}
