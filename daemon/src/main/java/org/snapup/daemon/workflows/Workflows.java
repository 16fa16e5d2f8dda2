package org.snapup.daemon.workflows;

import org.snapup.daemon.workflows.bes.BeWorkflows;
import org.snapup.daemon.workflows.packages.ConfigureImage;
import org.snapup.daemon.workflows.packages.PackageWorkflow;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.Packages;

/** The workflow of each mutating method. */
public final class Workflows {
    private Workflows() {}

    /** A new workflow for one of a method's orders. */
    public static Workflow of(String method) {
        return switch (method) {
            case Packages.IMAGE_UPDATE,
                    Packages.INSTALL,
                    Packages.UNINSTALL,
                    Packages.AUTOREMOVE,
                    Packages.EXACT_INSTALL,
                    Packages.FIX,
                    Packages.APPLY_HOT_FIX,
                    Packages.DEHYDRATE,
                    Packages.REHYDRATE,
                    Packages.REVERT,
                    Packages.CHANGE_VARIANT,
                    Packages.CHANGE_FACET,
                    Packages.SET_MEDIATOR,
                    Packages.UNSET_MEDIATOR -> new PackageWorkflow();
            case ImageChanges.FREEZE,
                    ImageChanges.UNFREEZE,
                    ImageChanges.AVOID,
                    ImageChanges.UNAVOID,
                    ImageChanges.SET_PUBLISHER,
                    ImageChanges.UNSET_PUBLISHER,
                    ImageChanges.CHANGE_PROPERTY,
                    ImageChanges.FLAG,
                    ImageChanges.CLEAN,
                    ImageChanges.UPDATE_FORMAT,
                    ImageChanges.PURGE_HISTORY,
                    ImageChanges.REBUILD_INDEX,
                    ImageChanges.REFRESH -> new ConfigureImage();
            default -> BeWorkflows.of(method);
        };
    }
}
