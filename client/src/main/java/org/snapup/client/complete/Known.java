package org.snapup.client.complete;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.SnapupException;

/** Names that only the daemon knows. Where it can't be asked, or takes longer than somebody waits, there are none. */
final class Known {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Daemon daemon;

    Known(Daemon daemon) {
        this.daemon = daemon;
    }

    void addBes(Candidates candidates, boolean snapshots) {
        Map<String, Object> parameters = snapshots ? Map.of("snapshots", true) : Map.of();
        for (Fields be : ask(BootEnvironments.LIST, parameters, "bootEnvironments")) {
            String name = be.text("name");
            boolean now = be.flag("activeNow");
            boolean next = be.flag("activeOnReboot");
            candidates.add(name, now ? next ? "runs, boots next" : "runs" : next ? "boots next" : "");
            for (Fields snapshot : be.objects("snapshots")) {
                candidates.add(name + "@" + snapshot.text("name"), "snapshot");
            }
        }
    }

    void addJobs(Candidates candidates, boolean ended) {
        for (Fields job : ask(Jobs.LIST, ended ? Map.of("all", true) : Map.of(), "jobs")) {
            candidates.add(Long.toString(job.number("number")), job.text("kind") + ", " + job.text("state"));
        }
    }

    private List<Fields> ask(String method, Map<String, Object> parameters, String list) {
        try {
            Call call = new Call(method, parameters, false, false, false);
            return new Fields(daemon.ask(call, LIMIT).parameters()).objects(list);
        } catch (IOException | SnapupException e) {
            return List.of(); // a message would end up in somebody's command line
        }
    }
}
