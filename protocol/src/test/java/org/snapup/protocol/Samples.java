package org.snapup.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Plan.PackageChange;

/** One sample of every message, with every field set, by the name of its golden file. */
final class Samples {
    private static final String TIME = "2026-11-23T05:00:00Z";
    private static final String FMRI = "pkg://example.org/web/server@1.0-1:20261122T235513Z";
    private static final String UUID = "7b1b6b7c-2d0e-4d3c-9a53-2f6d1c9f5e11";

    private Samples() {}

    static Map<String, Record> all() {
        Map<String, Record> all = new LinkedHashMap<>();
        service(all);
        packages(all);
        operations(all);
        queries(all);
        imageChanges(all);
        bootEnvironments(all);
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

    private static void packages(Map<String, Record> all) {
        Plan plan = new Plan(
                List.of(new PackageChange("system/kernel", "example.org", "1.0", "1.1")),
                true,
                true,
                12_345,
                -42,
                List.of("a reboot is needed"),
                17L,
                List.of(new Plan.SettingChange(Plan.SettingKind.MEDIATOR, "java", "17", "21")),
                List.of(new Plan.License("system/kernel", "CDDL", true, false, "Some words.")),
                "{}");
        all.put(
                "Packages.Request",
                new Packages.Request(
                        "/mnt/be",
                        List.of("editor/vim", "web/*"),
                        "be-2",
                        false,
                        Packages.From.NEXT,
                        Packages.NewBe.REQUIRE,
                        true,
                        List.of("editor/emacs"),
                        true,
                        true,
                        true));
        all.put("Packages.Started", new Packages.Started(9L, true, event(), plan));
        all.put("Packages.Started.accepted", Packages.Started.accepted(9, false));
        all.put("Packages.Started.event", Packages.Started.event(9, event()));
        all.put("Packages.Started.planned", Packages.Started.planned(plan));
    }

    private static void operations(Map<String, Record> all) {
        all.put(
                "Packages.VariantRequest",
                new Packages.VariantRequest(
                        "/mnt/be",
                        Map.of("variant.arch", "i386"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.DENY,
                        true,
                        true,
                        true));
        all.put(
                "Packages.FacetRequest",
                new Packages.FacetRequest(
                        "/mnt/be",
                        Map.of("facet.locale.*", Packages.FacetValue.NONE),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.MediatorRequest",
                new Packages.MediatorRequest(
                        "/mnt/be",
                        List.of("python"),
                        "3.11",
                        "cpython",
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.UnsetMediatorRequest",
                new Packages.UnsetMediatorRequest(
                        "/mnt/be",
                        List.of("python"),
                        true,
                        false,
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.HotFixRequest",
                new Packages.HotFixRequest(
                        "/mnt/be",
                        "/tmp/fix.p5p",
                        List.of("editor"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.HydrationRequest",
                new Packages.HydrationRequest(
                        "/mnt/be",
                        List.of("example.org"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.RevertRequest",
                new Packages.RevertRequest(
                        "/mnt/be",
                        List.of("/etc/motd"),
                        List.of("system:dev-init"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
    }

    private static void queries(Map<String, Record> all) {
        all.put(
                "Image.ListRequest",
                new ImageQueries.ListRequest("/mnt/be", List.of("web/*"), ImageQueries.Scope.UPGRADABLE, true));
        all.put(
                "Image.Listed",
                new ImageQueries.Listed(
                        List.of(new ImageQueries.ListedPackage(
                                "web/server",
                                "example.org",
                                "1.0-1",
                                FMRI,
                                true,
                                List.of(ImageQueries.PackageState.INSTALLED, ImageQueries.PackageState.MANUAL),
                                "Web")),
                        List.of("nosuch")));
        all.put("Image.InfoRequest", new ImageQueries.InfoRequest("/mnt/be", List.of("web/*"), true, false));
        all.put(
                "Image.Informed",
                new ImageQueries.Informed(
                        List.of(new ImageQueries.PackageInfo(
                                "web/server",
                                "example.org",
                                "1.0",
                                "1.0 final",
                                "1",
                                FMRI,
                                List.of(ImageQueries.PackageState.FROZEN),
                                "Web",
                                "A web server",
                                List.of("org.opensolaris.category.2008:Web Services"),
                                List.of("pkg:/web/other"),
                                TIME,
                                TIME,
                                TIME,
                                4096,
                                Map.of("info.upstream-url", List.of("http://example.org")),
                                List.of("Use freely."))),
                        List.of("nosuch")));
        all.put(
                "Image.ContentsRequest",
                new ImageQueries.ContentsRequest(
                        "/mnt/be", List.of("web/*"), true, List.of("file"), List.of("mode=0555"), false));
        all.put(
                "Image.Contained",
                new ImageQueries.Contained(
                        List.of(new ImageQueries.Content(
                                FMRI,
                                "file",
                                "usr/bin/web",
                                "abc",
                                "file abc path=usr/bin/web",
                                Map.of("path", List.of("usr/bin/web")))),
                        List.of("nosuch")));
        all.put("Image.SearchRequest", new ImageQueries.SearchRequest("/mnt/be", "web", true, false, true));
        all.put(
                "Image.Searched",
                new ImageQueries.Searched(List.of(new ImageQueries.Found(
                        "basename", "file", "usr/bin/web", FMRI, Map.of("path", List.of("usr/bin/web"))))));
        all.put("Image.HistoryRequest", new ImageQueries.HistoryRequest("/mnt/be", 3L));
        all.put(
                "Image.Remembered",
                new ImageQueries.Remembered(List.of(new ImageQueries.PastOperation(
                        "install",
                        "Failed",
                        "Unknown",
                        "pkg",
                        "1",
                        List.of("pkg", "install", "web"),
                        "root",
                        "0",
                        "be-1",
                        UUID,
                        "be-2",
                        UUID,
                        "snap",
                        "notes",
                        TIME,
                        TIME,
                        "before",
                        "after",
                        List.of("no space")))));
        all.put("Image.PublishersRequest", new ImageQueries.PublishersRequest("/mnt/be"));
        all.put(
                "Image.Publishing",
                new ImageQueries.Publishing(List.of(new ImageQueries.Publisher(
                        "example.org",
                        "example",
                        true,
                        false,
                        List.of(new ImageQueries.Location("https://example.org/", true, "http://proxy/")),
                        List.of(new ImageQueries.Location("http://mirror/", false, null)),
                        UUID,
                        "/key.pem",
                        "/cert.pem",
                        Map.of("signature-policy", List.of("verify")),
                        List.of("55a3bdf90e8ae022b3593039706cc5d1b67bd801"),
                        List.of("0123456789012345678901234567890123456789"),
                        TIME))));
        all.put(
                "Image.SettingsRequest",
                new ImageQueries.SettingsRequest("/mnt/be", ImageQueries.SettingsKind.MEDIATORS, true));
        all.put(
                "Image.Settled",
                new ImageQueries.Settled(List.of(new ImageQueries.Setting(
                        "python", "3.11", "local", "cpython", "3", "vendor", TIME, "because", true))));
        all.put(
                "Image.VerifyRequest",
                new Verification.VerifyRequest(
                        "/mnt/be", List.of("web/*"), List.of("/usr/bin/web"), Verification.Unpackaged.ALSO, true));
        all.put(
                "Image.Verified",
                new Verification.Verified(
                        new Progress("verify", 3, 10, 0, 0),
                        List.of(new Verification.VerifiedPackage(
                                FMRI,
                                List.of(new Verification.Finding(
                                        Verification.Severity.ERROR,
                                        "file: usr/bin/web",
                                        "mode: 0700 should be 0555")))),
                        List.of("nosuch"),
                        List.of(new Verification.Finding(
                                Verification.Severity.INFO, "file: /mnt/be/usr/bin/mine", "Unpackaged file")),
                        "{}"));
    }

    private static void imageChanges(Map<String, Record> all) {
        all.put("Image.FreezeRequest", new ImageChanges.FreezeRequest("/mnt/be", List.of("web@1"), "because", true));
        all.put("Image.UnfreezeRequest", new ImageChanges.UnfreezeRequest("/mnt/be", List.of("web"), true));
        all.put("Image.AvoidRequest", new ImageChanges.AvoidRequest("/mnt/be", List.of("web")));
        all.put("Image.UnavoidRequest", new ImageChanges.UnavoidRequest("/mnt/be", List.of("web")));
        all.put(
                "Image.UnsetPublisherRequest",
                new ImageChanges.UnsetPublisherRequest("/mnt/be", List.of("example.org")));
        all.put(
                "Image.PublisherRequest",
                new ImageChanges.PublisherRequest(
                        "/mnt/be",
                        "example.org",
                        "http://example.org/",
                        List.of("http://one/"),
                        List.of("*"),
                        List.of("http://two/"),
                        List.of("http://three/"),
                        List.of("http://four/"),
                        List.of("*"),
                        true,
                        false,
                        "/key.pem",
                        "/cert.pem",
                        "http://proxy/",
                        true,
                        ImageChanges.Rank.BEFORE,
                        "other.org",
                        Map.of("signature-policy", "verify"),
                        Map.of("signature-required-names", List.of("a", "b")),
                        Map.of("signature-required-names", List.of("c")),
                        List.of("/ca.pem"),
                        List.of("55a3bdf90e8ae022b3593039706cc5d1b67bd801"),
                        List.of("0123456789012345678901234567890123456789"),
                        false));
        all.put(
                "Image.PropertyRequest",
                new ImageChanges.PropertyRequest(
                        "/mnt/be", ImageChanges.PropertyAct.ADD, "signature-required-names", List.of("me")));
        all.put("Image.FlagRequest", new ImageChanges.FlagRequest("/mnt/be", List.of("editor"), true));
        all.put("Image.CleanRequest", new ImageChanges.CleanRequest("/mnt/be"));
        all.put("Image.UpdateFormatRequest", new ImageChanges.UpdateFormatRequest("/mnt/be"));
        all.put("Image.PurgeHistoryRequest", new ImageChanges.PurgeHistoryRequest("/mnt/be"));
        all.put("Image.RebuildIndexRequest", new ImageChanges.RebuildIndexRequest("/mnt/be"));
        all.put("Image.RefreshRequest", new ImageChanges.RefreshRequest("/mnt/be", List.of("example.org"), true));
        all.put("Image.Started", new ImageChanges.Started(9L, true, event()));
        all.put("Image.Started.accepted", ImageChanges.Started.accepted(9, false));
        all.put("Image.Started.event", ImageChanges.Started.event(9, event()));
    }

    private static void bootEnvironments(Map<String, Record> all) {
        DestroyPlan plan = new DestroyPlan(
                List.of("rpool/ROOT/b"), List.of("rpool/ROOT/a"), List.of("rpool/ROOT/a@hers"), 1 << 20);
        all.put("BootEnvironments.ListRequest", new BootEnvironments.ListRequest(true, true));
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
                                List.of(new BootEnvironments.Snapshot("before", 512, TIME)),
                                true,
                                "before the upgrade",
                                List.of(new BootEnvironments.Dataset(
                                        "rpool/ROOT/be-1/var",
                                        "/var",
                                        4096,
                                        1024,
                                        2048,
                                        512,
                                        TIME,
                                        new BootEnvironments.Snapshot("rpool/ROOT/be/var@now", 256, TIME),
                                        List.of(new BootEnvironments.Snapshot("before", 128, TIME)))))),
                        TIME,
                        "rpool/ROOT"));
        all.put(
                "BootEnvironments.CreateRequest",
                new BootEnvironments.CreateRequest(
                        "be-2",
                        "be-1@before",
                        false,
                        true,
                        false,
                        "before the upgrade",
                        Map.of("compression", "on"),
                        "rpool"));
        all.put("BootEnvironments.SnapshotRequest", new BootEnvironments.SnapshotRequest("be-1", "before", false));
        all.put("BootEnvironments.ActivateRequest", new BootEnvironments.ActivateRequest("be-1", true));
        all.put("BootEnvironments.DeactivateRequest", new BootEnvironments.DeactivateRequest("be-1"));
        all.put(
                "BootEnvironments.MountRequest",
                new BootEnvironments.MountRequest("be-1", "/mnt/be", BootEnvironments.Shared.READ_ONLY));
        all.put("BootEnvironments.UnmountRequest", new BootEnvironments.UnmountRequest("be-1", true));
        all.put("BootEnvironments.RenameRequest", new BootEnvironments.RenameRequest("be-1", "be-3"));
        all.put("BootEnvironments.RollbackRequest", new BootEnvironments.RollbackRequest("be-1", "before"));
        all.put(
                "BootEnvironments.DestroyRequest",
                new BootEnvironments.DestroyRequest("be-1@before", true, false, false, true));
        all.put("BootEnvironments.ExportRequest", new BootEnvironments.ExportRequest("be-1@before"));
        all.put("BootEnvironments.Exported", new BootEnvironments.Exported("AAEC"));
        all.put(
                "BootEnvironments.UploadRequest",
                new BootEnvironments.UploadRequest("0123456789abcdef0123456789abcdef", 3, "AAEC"));
        all.put("BootEnvironments.Uploaded", new BootEnvironments.Uploaded("0123456789abcdef0123456789abcdef", 6));
        all.put(
                "BootEnvironments.ImportRequest",
                new BootEnvironments.ImportRequest("be-4", "0123456789abcdef0123456789abcdef"));
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
