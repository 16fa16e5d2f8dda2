package org.snapup.ips.plan;

import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;

/** An action and the package that delivers it. */
public record PlannedAction(Fmri fmri, Action action) {
    private static final String ORIGINAL_NAME = "original_name";

    public ActionKind kind() {
        return action.kind();
    }

    /** What a file was called first, by package and path, wherever it has moved since. */
    public String originalName() {
        String original = action.get(ORIGINAL_NAME);
        return original != null ? original : fmri.name() + ":" + action.path();
    }

    /** Whether it is a file that had another path or package before. */
    public boolean hasMoved() {
        return kind() == ActionKind.FILE && action.get(ORIGINAL_NAME) != null;
    }
}
