package org.snapup.daemon.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snapup.daemon.logging.LastLines;
import org.snapup.daemon.server.calls.Diagnoses;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.SnapupException;

/** Looks at everything that a part of it is about. Changes nothing; safe on any thread. */
public final class Health implements Diagnoses {
    /** What everybody can see in other ways, so that it is nobody's secret. */
    private static final Set<String> PUBLIC = Set.of(
            "storage", "live-be", "next-be", "boot-loader", "queue", "read-only", "reserve", "clock", "recovery-bes");

    private final Subject subject;
    private final Measurements measurements;
    private final LastLines log;

    /** @param log the last lines of the daemon's log, empty where they aren't kept */
    public Health(Subject subject, LastLines log) {
        this.subject = subject;
        this.measurements = new Measurements(subject);
        this.log = log;
    }

    @Override
    public List<Finding> check(boolean admin) {
        List<Finding> findings = all();
        return admin
                ? findings
                : findings.stream()
                        .map(finding -> PUBLIC.contains(finding.id()) ? finding : withheld(finding))
                        .toList();
    }

    private List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        new StorageChecks(subject).look(findings);
        new StateChecks(subject).look(findings);
        new QueueChecks(subject).look(findings);
        new SurroundingsChecks(subject).look(findings);
        return List.copyOf(findings);
    }

    private static Finding withheld(Finding finding) {
        return new Finding(finding.id(), finding.level(), "-", "only administrators are told", null);
    }

    @Override
    public String metrics() {
        return measurements.text();
    }

    @Override
    public List<Bundled> bundle() {
        return new Bundle(subject, log).parts(all(), metrics());
    }

    /** A look that can't be taken is itself a problem, and doesn't keep the others from being taken. */
    static void guard(List<Finding> findings, String id, String what, Runnable look) {
        try {
            look.run();
        } catch (SnapupException e) {
            findings.add(Findings.problem(id, what, e.getMessage(), "see the daemon's log"));
        } catch (RuntimeException e) {
            findings.add(Findings.problem(id, what, "can't be looked at: " + e, "see the daemon's log"));
        }
    }
}
