package org.snapup.daemon.server.calls;

import java.util.List;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Diagnosis.Finding;

/** How the machine and the daemon are. Called by several threads; never waits for a job. */
public interface Diagnoses {
    /** @param admin whether the caller may see all of each finding */
    List<Finding> check(boolean admin);

    /** The measurements, in the format OpenMetrics 1.0. */
    String metrics();

    /** The files of a bundle in parts, without secrets; at least one. */
    List<Bundled> bundle();
}
