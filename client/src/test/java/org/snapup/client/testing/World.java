package org.snapup.client.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Snapshot;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;

/** A daemon with three boot environments, {@code be0}, {@code old} and {@code old:1}, and two jobs, 7 and 12. */
public final class World {
    private static final String TIME = "2026-11-23T00:00:00Z";

    private World() {}

    public static FakeDaemon listen(Path socket) throws IOException {
        return behind(new FakeDaemon(socket));
    }

    public static FakeDaemon behind(FakeDaemon daemon) {
        return daemon.on(
                        BootEnvironments.LIST,
                        (call, talk) -> talk.reply(
                                bes(Boolean.TRUE.equals(call.parameters().get("snapshots")))))
                .answer(Jobs.LIST, new Jobs.Listing(List.of(job(7, JobState.RUNNING), job(12, JobState.QUEUED)), TIME));
    }

    private static BootEnvironments.Listing bes(boolean snapshots) {
        List<Snapshot> of = List.of(new Snapshot("before", 1, TIME), new Snapshot("tuesday", 1, TIME));
        return new BootEnvironments.Listing(
                List.of(
                        new BootEnvironment(
                                "be0", "a", true, false, "/", 1, "static", TIME, null, null, false, null, null),
                        new BootEnvironment(
                                "old",
                                "b",
                                false,
                                true,
                                null,
                                1,
                                "static",
                                TIME,
                                null,
                                snapshots ? of : null,
                                false,
                                null,
                                null),
                        new BootEnvironment(
                                "old:1", "c", false, false, null, 1, "static", TIME, null, null, false, null, null)),
                TIME,
                null);
    }

    private static Job job(long number, JobState state) {
        return new Job(number, "Install", state, null, 0, TIME, null, null, true, 3L, null, null);
    }
}
