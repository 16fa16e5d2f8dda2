package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;

/**
 * What one version of a package puts into the image. Made by any thread, so that the one that brings all packages together has
 * little to do for each of their actions.
 */
final class PackageContents {
    /** How far what two versions have alike may be apart in their manifests to be noticed. */
    private static final int NEAR = 3;

    private final Fmri fmri;
    private final List<PlannedAction> actions;
    private final List<Action> signatures = new ArrayList<>(0);
    private final List<String> directories = new ArrayList<>(0);
    private final List<String> parents = new ArrayList<>(0);

    private PackageContents(Fmri fmri, int actions) {
        this.fmri = fmri;
        this.actions = new ArrayList<>(actions);
    }

    static PackageContents of(Fmri fmri, Manifest manifest) {
        return of(fmri, manifest, null);
    }

    /** @param similar another version of the package, with which it then shares what is the same */
    static PackageContents of(Fmri fmri, Manifest manifest, @Nullable PackageContents similar) {
        PackageContents contents = new PackageContents(fmri, manifest.actions().size());
        contents.addAll(manifest.actions(), similar == null ? List.of() : similar.actions);
        return contents;
    }

    private void addAll(List<Action> all, List<PlannedAction> similar) {
        int near = 0;
        String parent = "";
        for (Action action : all) {
            if (action.kind() == ActionKind.SIGNATURE) {
                signatures.add(action);
            }
            if (!isDelivered(action.kind())) {
                continue;
            }
            actions.add(new PlannedAction(fmri, action));
            if (action.kind().hasPath()) {
                near = sharePath(action, similar, near);
                parent = addParent(action.path(), parent);
            }
            if (action.kind() == ActionKind.DIR) {
                directories.add(action.path());
            } else if (action.kind() == ActionKind.LEGACY) {
                parents.add("var/sadm/pkg/" + action.key());
            }
        }
    }

    /** Whether actions of a kind put something into the image. */
    static boolean isDelivered(ActionKind kind) {
        return switch (kind) {
            case DIR, FILE, LINK, HARDLINK, USER, GROUP, LEGACY, DRIVER, LICENSE -> true;
            case SET, DEPEND, SIGNATURE, UNKNOWN -> false;
        };
    }

    /** Takes the path of the same action in another version; that one's successor is where to look next. */
    private static int sharePath(Action action, List<PlannedAction> similar, int from) {
        for (int i = from; i < similar.size() && i < from + NEAR; i++) {
            if (action.sharePath(similar.get(i).action())) {
                return i + 1;
            }
        }
        return from;
    }

    /** @param last the parent of the path before, which often is this one's */
    private String addParent(String path, String last) {
        int slash = path.lastIndexOf('/');
        if (slash <= 0 || (slash == last.length() && path.startsWith(last))) {
            return last;
        }
        String parent = path.substring(0, slash);
        parents.add(parent);
        return parent;
    }

    /** All that it delivers. */
    List<PlannedAction> actions() {
        return actions;
    }

    /** What it is signed by. */
    List<Action> signatures() {
        return signatures;
    }

    /** Directories that it delivers itself. */
    List<String> directories() {
        return directories;
    }

    /** Directories right above something that it puts there, some maybe several times. */
    List<String> parents() {
        return parents;
    }
}
