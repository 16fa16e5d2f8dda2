package org.snapup.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Jobs.Job;

/** One sample of every message, with every field set, by the name of its golden file. */
final class Samples {
    static final String TIME = "2026-11-23T05:00:00Z";
    static final String FMRI = "pkg://example.org/web/server@1.0-1:20261122T235513Z";
    static final String UUID = "7b1b6b7c-2d0e-4d3c-9a53-2f6d1c9f5e11";

    private Samples() {}

    static Map<String, Record> all() {
        Map<String, Record> all = new LinkedHashMap<>();
        service(all);
        PackageSamples.addTo(all);
        ImageSamples.addTo(all);
        BootEnvironmentSamples.addTo(all);
        jobs(all);
        diagnosis(all);
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

    private static void diagnosis(Map<String, Record> all) {
        all.put("Diagnosis.CheckRequest", new Diagnosis.CheckRequest());
        all.put(
                "Diagnosis.Checked",
                new Diagnosis.Checked(
                        List.of(new Diagnosis.Finding(
                                "queue", Diagnosis.Level.PROBLEM, "job 7", "it is blocked", "snapup job watch 7")),
                        TIME));
        all.put("Diagnosis.MetricsRequest", new Diagnosis.MetricsRequest());
        all.put("Diagnosis.Measured", new Diagnosis.Measured("# EOF\n"));
        all.put("Diagnosis.BundleRequest", new Diagnosis.BundleRequest());
        all.put("Diagnosis.Bundled", new Diagnosis.Bundled("jobs/0000000007.jsonl", "{}\n"));
    }
}
