package org.snapup.daemon.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.protocol.Diagnosis.Finding;

/** The daemon's own folder. */
final class StateChecks {
    private static final long LEAST_FREE = 64L << 20;
    private static final long MIB = 1L << 20;
    private static final int PERMISSIONS = 0777;
    private static final int PRIVATE = 0700;

    private final Subject subject;
    private final Path folder;

    StateChecks(Subject subject) {
        this.subject = subject;
        this.folder = subject.state().folder();
    }

    void look(List<Finding> findings) {
        Health.guard(findings, "state", folder.toString(), () -> findings.add(place()));
        Health.guard(findings, "instance", folder.toString(), () -> findings.add(instance()));
        Health.guard(findings, "state-space", folder.toString(), () -> findings.add(space()));
    }

    private Finding place() {
        List<String> wrong = new ArrayList<>();
        String advice = "";
        try {
            Map<String, Object> attributes = Files.readAttributes(folder, "unix:uid,mode");
            long uid = attributes.get("uid") instanceof Integer number ? Integer.toUnsignedLong(number) : -1;
            int mode = attributes.get("mode") instanceof Integer number ? number & PERMISSIONS : 0;
            if (uid != subject.uid()) {
                wrong.add("belongs to uid " + uid + ", and snapupd runs as " + subject.uid());
                advice = "chown -R " + subject.uid() + " " + folder;
            }
            if (mode != PRIVATE) {
                wrong.add("has the mode " + String.format("%04o", mode) + " and not 0700");
                advice = "chmod 700 " + folder;
            }
        } catch (IOException e) {
            return Findings.problem("state", folder.toString(), "can't be read: " + e, "is its filesystem mounted?");
        }
        if (subject.storage().isInsideBe(folder)) {
            wrong.add("lies inside a boot environment: activating another one loses the history");
            advice = "stop snapupd, move it outside, and set state in " + subject.file();
        }
        return wrong.isEmpty()
                ? Findings.ok("state", folder.toString(), "outside the boot environments, private to the daemon")
                : Findings.problem("state", folder.toString(), String.join("; ", wrong), advice);
    }

    private Finding instance() {
        String own = subject.state().instance();
        Optional<String> bound = subject.storage().boundInstance();
        return bound.filter(own::equals).isPresent()
                ? Findings.ok("instance", own, "state and boot environments belong together")
                : Findings.problem(
                        "instance",
                        own,
                        "the boot environments belong to "
                                + bound.map(id -> "instance " + id).orElse("no instance")
                                + ": somebody changed that while snapupd ran",
                        "give the right ones back; to take these over: snapupd --adopt");
    }

    private Finding space() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= LEAST_FREE
                    ? Findings.ok("state-space", folder.toString(), free / MIB + " MiB free")
                    : Findings.problem(
                            "state-space",
                            folder.toString(),
                            free / MIB + " MiB free: when a job's file can't be written, snapupd makes no more changes",
                            "free some; what was fetched may go while nothing runs: rm -r "
                                    + subject.state().cache() + "/*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
