package org.snapup.daemon.workflows;

import org.snapup.daemon.workflows.bes.BeWorkflows;
import org.snapup.daemon.workflows.packages.PackageWorkflow;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.Packages;

/** The workflow of each mutating method. */
public final class Workflows {
    private Workflows() {}

    /** A new workflow for one of a method's orders. */
    public static Workflow of(String method) {
        return switch (method) {
            case Packages.IMAGE_UPDATE, Packages.INSTALL, Packages.UNINSTALL -> new PackageWorkflow();
            default -> BeWorkflows.of(method);
        };
    }
}
