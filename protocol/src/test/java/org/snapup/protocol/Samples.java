package org.snapup.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Packages.PackageChange;
import org.snapup.protocol.Packages.Plan;

/** One sample of every message, with every field set, by the name of its golden file. */
final class Samples {
    private static final String TIME = "2026-11-23T05:00:00Z";
    private static final String UUID = "7b1b6b7c-2d0e-4d3c-9a53-2f6d1c9f5e11";

    private Samples() {}

    static Map<String, Record> all() {
        Map<String, Record> all = new LinkedHashMap<>();
        service(all);
        packages(all);
        bootEnvironments(all);
        jobs(all);
        return all;
    }

    static Event event() {
        return new Event(
                17,
                TIME,
                Event.Kind.STATE,
                JobState.ENDED,
                "clone",
                Event.StepState.FAILED,
                "caf\u00e9 \u0007 \ud83d\ude00",
                new Progress("download", 3, 10, 4096, 1 << 20),
                2L,
                true,
                new Outcome(
                        Outcome.Result.NOT_RUN,
                        Outcome.EXIT_FAILED,
                        "the running BE changed",
                        ErrorCode.RUNNING_BE_CHANGED.varlinkName(),
                        "be-2"));
    }

    private static void service(Map<String, Record> all) {
        all.put("None", new Methods.None());
        all.put(
                "Service.Info",
                new Service.Info("snapup", "snapupd", "0.1", "https://snapup.org", List.of(Interfaces.SERVICE)));
        all.put("Service.DescriptionRequest", new Service.DescriptionRequest(Interfaces.JOBS));
        all.put("Service.Description", new Service.Description("interface org.snapup.Jobs\n"));
    }

    private static void packages(Map<String, Record> all) {
        Plan plan = new Plan(
                List.of(new PackageChange("system/kernel", "example.org", "1.0", "1.1")),
                true,
                true,
                12_345,
                -42,
                List.of("a reboot is needed"));
        all.put(
                "Packages.Request",
                new Packages.Request(
                        "/mnt/be",
                        List.of("editor/vim", "web/*"),
                        "be-2",
                        false,
                        Packages.From.NEXT,
                        Packages.NewBe.REQUIRE,
                        true));
        all.put("Packages.Started", new Packages.Started(9L, true, event(), plan));
        all.put("Packages.Started.accepted", Packages.Started.accepted(9, false));
        all.put("Packages.Started.event", Packages.Started.event(9, event()));
        all.put("Packages.Started.planned", Packages.Started.planned(plan));
    }

    private static void bootEnvironments(Map<String, Record> all) {
        DestroyPlan plan = new DestroyPlan(
                List.of("rpool/ROOT/b"), List.of("rpool/ROOT/a"), List.of("rpool/ROOT/a@hers"), 1 << 20);
        all.put("BootEnvironments.ListRequest", new BootEnvironments.ListRequest(true));
        all.put(
                "BootEnvironments.Listing",
                new BootEnvironments.Listing(
                        List.of(new BootEnvironment(
                                "be-1",
                                UUID,
                                true,
                                false,
                                "/",
                                Long.MAX_VALUE,
                                "static",
                                TIME,
                                9L,
                                List.of(new BootEnvironments.Snapshot("before", 512, TIME)))),
                        TIME));
        all.put("BootEnvironments.CreateRequest", new BootEnvironments.CreateRequest("be-2", "be-1@before", true));
        all.put("BootEnvironments.SnapshotRequest", new BootEnvironments.SnapshotRequest("be-1", "before"));
        all.put("BootEnvironments.ActivateRequest", new BootEnvironments.ActivateRequest("be-1"));
        all.put("BootEnvironments.MountRequest", new BootEnvironments.MountRequest("be-1", "/mnt/be"));
        all.put("BootEnvironments.UnmountRequest", new BootEnvironments.UnmountRequest("be-1"));
        all.put("BootEnvironments.RenameRequest", new BootEnvironments.RenameRequest("be-1", "be-3"));
        all.put("BootEnvironments.RollbackRequest", new BootEnvironments.RollbackRequest("be-1", "before"));
        all.put("BootEnvironments.DestroyRequest", new BootEnvironments.DestroyRequest("be-1@before", true, false));
        all.put("BootEnvironments.Started", new BootEnvironments.Started(9L, true, event(), plan));
        all.put("BootEnvironments.Started.accepted", BootEnvironments.Started.accepted(9, false));
        all.put("BootEnvironments.Started.event", BootEnvironments.Started.event(9, event()));
        all.put("BootEnvironments.Started.planned", BootEnvironments.Started.planned(plan));
    }

    private static void jobs(Map<String, Record> all) {
        Job job = new Job(
                9,
                "ImageUpdate",
                JobState.ENDED,
                0L,
                4_294_967_294L,
                TIME,
                TIME,
                TIME,
                false,
                17L,
                Map.of("beName", "be-2"),
                new Outcome(Outcome.Result.DONE, Outcome.EXIT_DONE, "done", null, "be-2"));
        all.put("Jobs.ListRequest", new Jobs.ListRequest(true));
        all.put("Jobs.Listing", new Jobs.Listing(List.of(job), TIME));
        all.put("Jobs.GetRequest", new Jobs.GetRequest(9));
        all.put("Jobs.Got", new Jobs.Got(job));
        all.put("Jobs.WatchRequest", new Jobs.WatchRequest(9, 5L));
        all.put("Jobs.Watched", new Jobs.Watched(event()));
        all.put("Jobs.CancelRequest", new Jobs.CancelRequest(9));
        all.put("Jobs.Cancelled", new Jobs.Cancelled(true));
    }
}
