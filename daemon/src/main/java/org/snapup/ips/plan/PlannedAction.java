package org.snapup.ips.plan;

import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;

/** An action and the package that delivers it. */
public record PlannedAction(Fmri fmri, Action action) {
    public ActionKind kind() {
        return action.kind();
    }
}
