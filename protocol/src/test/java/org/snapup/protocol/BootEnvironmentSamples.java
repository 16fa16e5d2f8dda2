package org.snapup.protocol;

import java.util.List;
import java.util.Map;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.DestroyPlan;

/** Samples of what {@code org.snapup.BootEnvironments} takes and says. */
final class BootEnvironmentSamples {
    private BootEnvironmentSamples() {}

    static void addTo(Map<String, Record> all) {
        DestroyPlan plan = new DestroyPlan(
                List.of("rpool/ROOT/b"), List.of("rpool/ROOT/a"), List.of("rpool/ROOT/a@hers"), 1 << 20);
        all.put("BootEnvironments.ListRequest", new BootEnvironments.ListRequest(true, true));
        all.put(
                "BootEnvironments.Listing",
                new BootEnvironments.Listing(
                        List.of(new BootEnvironment(
                                "be-1",
                                Samples.UUID,
                                true,
                                false,
                                "/",
                                Long.MAX_VALUE,
                                "static",
                                Samples.TIME,
                                9L,
                                List.of(new BootEnvironments.Snapshot("before", 512, Samples.TIME)),
                                true,
                                "before the upgrade",
                                List.of(new BootEnvironments.Dataset(
                                        "rpool/ROOT/be-1/var",
                                        "/var",
                                        4096,
                                        1024,
                                        2048,
                                        512,
                                        Samples.TIME,
                                        new BootEnvironments.Snapshot("rpool/ROOT/be/var@now", 256, Samples.TIME),
                                        List.of(new BootEnvironments.Snapshot("before", 128, Samples.TIME)))))),
                        Samples.TIME,
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
        all.put("BootEnvironments.Started", new BootEnvironments.Started(9L, true, Samples.event(), plan));
        all.put("BootEnvironments.Started.accepted", BootEnvironments.Started.accepted(9, false));
        all.put("BootEnvironments.Started.event", BootEnvironments.Started.event(9, Samples.event()));
        all.put("BootEnvironments.Started.planned", BootEnvironments.Started.planned(plan));
    }
}
