package org.snapup.ips.execute;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.IpsException;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/**
 * Makes sure, before anything is changed, that no directory on the way to a path of the plan was replaced by a link:
 * packages are not installed through links.
 */
final class PathCheck {
    private final RootDirectory root;
    private final Set<BytePath> good = new HashSet<>();
    private final Set<String> removed = new HashSet<>();

    PathCheck(RootDirectory root) {
        this.root = root;
    }

    /**
     * Checks all of a plan's paths.
     *
     * @throws IpsException CONFLICT, UNSAFE_PATH
     */
    void check(ImagePlan plan) {
        for (ActionChange removal : plan.removals()) {
            if (removal.kind().hasPath()) {
                removed.add(removal.subject().action().path());
            }
        }
        plan.changes()
                .filter(change -> change.kind().hasPath())
                .map(ActionChange::to)
                .forEach(planned -> {
                    if (planned != null) {
                        check(planned);
                    }
                });
    }

    private void check(PlannedAction planned) {
        try {
            checkDirectory(BytePath.of(planned.action().path()).parent(), planned);
        } catch (IllegalArgumentException e) {
            throw new IpsException(
                    IpsException.Kind.UNSAFE_PATH, planned.fmri().shortText() + ": " + e.getMessage(), e);
        }
    }

    private void checkDirectory(BytePath directory, PlannedAction planned) {
        if (directory.isRoot() || !good.add(directory)) {
            return;
        }
        checkDirectory(directory.parent(), planned);
        Optional<FileStat> stat = root.find(directory);
        if (stat.isPresent() && stat.get().isSymlink() && !removed.contains(directory.toString())) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "can't install " + planned.action().path() + " of "
                            + planned.fmri().shortText() + ": its directory " + directory
                            + " was replaced by a link; put the directory back in its place and try again");
        }
    }
}
