package org.snapup.daemon.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.KernelPeer;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Methods;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification;

final class PolicyTest {
    private static final long DAEMON = 700;
    private static final long MEMBER = 4_000_000_001L;
    private static final long OTHER = 4_000_000_002L;
    private static final Packages.Request LIVE = request(null, null);
    private static final Packages.Request OTHER_ROOT = request("/mnt", null);
    private static final Packages.Request NAMED = request(null, "be-2");

    private final Policy policy = Policy.standard();

    /** Who may do it: of root, the daemon's uid, a member, anybody else. */
    private record Row(String method, Record parameters, String allowed) {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(Service.GET_INFO, new Methods.None(), "root daemon member other"));
        rows.add(new Row(
                Service.GET_INTERFACE_DESCRIPTION,
                new Service.DescriptionRequest("org.snapup.Jobs"),
                "root daemon member other"));
        rows.add(new Row(Packages.IMAGE_UPDATE, LIVE, "root daemon member"));
        rows.add(new Row(Packages.IMAGE_UPDATE, OTHER_ROOT, "root daemon"));
        rows.add(new Row(Packages.IMAGE_UPDATE, NAMED, "root daemon"));
        rows.add(new Row(Packages.INSTALL, LIVE, "root daemon member"));
        rows.add(new Row(Packages.INSTALL, OTHER_ROOT, "root daemon"));
        rows.add(new Row(Packages.INSTALL, NAMED, "root daemon"));
        rows.add(new Row(Packages.UNINSTALL, LIVE, "root daemon"));
        rows.add(new Row(Packages.UNINSTALL, OTHER_ROOT, "root daemon"));
        rows.add(new Row(Packages.UNINSTALL, NAMED, "root daemon"));
        rows.add(new Row(Packages.INSTALL, rejecting(), "root daemon"));
        rows.add(new Row(
                Packages.APPLY_HOT_FIX,
                new Packages.HotFixRequest(null, "/fix.p5p", null, null, null, null, null, null, null, null),
                "root daemon"));
        for (String method : List.of(Packages.DEHYDRATE, Packages.REHYDRATE)) {
            rows.add(new Row(
                    method,
                    new Packages.HydrationRequest(null, null, null, null, null, null, null, null, null),
                    "root daemon"));
        }
        rows.add(new Row(Packages.AUTOREMOVE, LIVE, "root daemon"));
        rows.add(new Row(Packages.EXACT_INSTALL, LIVE, "root daemon"));
        rows.add(new Row(Packages.FIX, LIVE, "root daemon"));
        rows.add(new Row(
                Packages.CHANGE_VARIANT,
                new Packages.VariantRequest(null, Map.of(), null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                Packages.CHANGE_FACET,
                new Packages.FacetRequest(null, Map.of(), null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                Packages.SET_MEDIATOR,
                new Packages.MediatorRequest(null, List.of("m"), "1", null, null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                Packages.UNSET_MEDIATOR,
                new Packages.UnsetMediatorRequest(
                        null, List.of("m"), null, null, null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                Packages.REVERT,
                new Packages.RevertRequest(null, List.of("/f"), null, null, null, null, null, null, null, null),
                "root daemon"));
        addImageRows(rows, null, "root daemon member other", "root daemon member");
        addImageRows(rows, "/mnt", "root daemon", "root daemon");
        rows.add(new Row(
                BootEnvironments.LIST, new BootEnvironments.ListRequest(true, null), "root daemon member other"));
        rows.add(new Row(
                BootEnvironments.CREATE,
                new BootEnvironments.CreateRequest(null, null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                BootEnvironments.SNAPSHOT, new BootEnvironments.SnapshotRequest(null, null, null), "root daemon"));
        rows.add(new Row(BootEnvironments.ACTIVATE, new BootEnvironments.ActivateRequest("b", null), "root daemon"));
        rows.add(new Row(BootEnvironments.MOUNT, new BootEnvironments.MountRequest("b", null, null), "root daemon"));
        rows.add(new Row(BootEnvironments.UNMOUNT, new BootEnvironments.UnmountRequest("b", null), "root daemon"));
        rows.add(new Row(BootEnvironments.RENAME, new BootEnvironments.RenameRequest("b", "c"), "root daemon"));
        rows.add(new Row(BootEnvironments.ROLLBACK, new BootEnvironments.RollbackRequest("b", "s"), "root daemon"));
        rows.add(new Row(
                BootEnvironments.DESTROY,
                new BootEnvironments.DestroyRequest("b", null, true, null, null),
                "root daemon"));
        rows.add(new Row(BootEnvironments.DEACTIVATE, new BootEnvironments.DeactivateRequest(null), "root daemon"));
        String transfer = "0123456789abcdef0123456789abcdef";
        rows.add(new Row(BootEnvironments.EXPORT, new BootEnvironments.ExportRequest("b@s"), "root daemon"));
        rows.add(new Row(BootEnvironments.UPLOAD, new BootEnvironments.UploadRequest(transfer, 0, ""), "root daemon"));
        rows.add(new Row(BootEnvironments.IMPORT, new BootEnvironments.ImportRequest("b", transfer), "root daemon"));
        rows.add(new Row(Jobs.LIST, new Jobs.ListRequest(true), "root daemon member other"));
        rows.add(new Row(Jobs.GET, new Jobs.GetRequest(1), "root daemon member other"));
        rows.add(new Row(Jobs.WATCH, new Jobs.WatchRequest(1, null), "root daemon member other"));
        rows.add(new Row(Jobs.CANCEL, new Jobs.CancelRequest(1), "root daemon member other"));
        rows.add(new Row(Diagnosis.CHECK, new Diagnosis.CheckRequest(), "root daemon member other"));
        rows.add(new Row(Diagnosis.METRICS, new Diagnosis.MetricsRequest(), "root daemon member other"));
        rows.add(new Row(Diagnosis.BUNDLE, new Diagnosis.BundleRequest(), "root daemon"));
        return rows;
    }

    private static void addImageRows(List<Row> rows, @Nullable String root, String asks, String refreshes) {
        rows.add(new Row(ImageQueries.LIST, new ImageQueries.ListRequest(root, null, null, null), asks));
        rows.add(new Row(ImageQueries.INFO, new ImageQueries.InfoRequest(root, null, true, null), asks));
        rows.add(new Row(
                ImageQueries.CONTENTS,
                new ImageQueries.ContentsRequest(root, null, null, null, null, null, null),
                asks));
        rows.add(new Row(ImageQueries.SEARCH, new ImageQueries.SearchRequest(root, "q", null, null, null), asks));
        rows.add(new Row(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(root, null), asks));
        rows.add(new Row(ImageQueries.PUBLISHERS, new ImageQueries.PublishersRequest(root), asks));
        rows.add(new Row(
                ImageQueries.SETTINGS,
                new ImageQueries.SettingsRequest(root, ImageQueries.SettingsKind.FACETS, null),
                asks));
        rows.add(new Row(ImageQueries.VERIFY, new Verification.VerifyRequest(root, null, null, null), asks));
        rows.add(new Row(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(root, null, null, Verification.Unpackaged.ONLY),
                "root daemon"));
        List<String> names = List.of("n");
        rows.add(new Row(ImageChanges.FLAG, new ImageChanges.FlagRequest(root, names, true), "root daemon"));
        rows.add(new Row(ImageChanges.CLEAN, new ImageChanges.CleanRequest(root), "root daemon"));
        rows.add(new Row(ImageChanges.UPDATE_FORMAT, new ImageChanges.UpdateFormatRequest(root), "root daemon"));
        rows.add(new Row(ImageChanges.PURGE_HISTORY, new ImageChanges.PurgeHistoryRequest(root), "root daemon"));
        rows.add(new Row(ImageChanges.REBUILD_INDEX, new ImageChanges.RebuildIndexRequest(root), "root daemon"));
        rows.add(new Row(ImageChanges.REFRESH, new ImageChanges.RefreshRequest(root, null, null), refreshes));
        rows.add(new Row(ImageChanges.FREEZE, new ImageChanges.FreezeRequest(root, names, null, null), "root daemon"));
        rows.add(new Row(ImageChanges.UNFREEZE, new ImageChanges.UnfreezeRequest(root, names, null), "root daemon"));
        rows.add(new Row(ImageChanges.AVOID, new ImageChanges.AvoidRequest(root, names), "root daemon"));
        rows.add(new Row(ImageChanges.UNAVOID, new ImageChanges.UnavoidRequest(root, names), "root daemon"));
        rows.add(new Row(
                ImageChanges.UNSET_PUBLISHER, new ImageChanges.UnsetPublisherRequest(root, names), "root daemon"));
        rows.add(new Row(
                ImageChanges.SET_PUBLISHER,
                new ImageChanges.PublisherRequest(
                        root, "p", null, null, null, null, null, null, null, true, null, null, null, null, null, null,
                        null, null, null, null, null, null, null, null),
                "root daemon"));
        rows.add(new Row(
                ImageChanges.CHANGE_PROPERTY,
                new ImageChanges.PropertyRequest(root, ImageChanges.PropertyAct.UNSET, "p", null),
                "root daemon"));
    }

    private static Packages.Request rejecting() {
        return new Packages.Request(null, List.of("p"), null, null, null, null, null, List.of("q"), null, null);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldAllowExactlyWhatTheTableSays(Row row) {
        List<String> allowed = new ArrayList<>();
        for (Caller caller : callers()) {
            try {
                policy.require(caller, row.method(), row.parameters());
                allowed.add(name(caller));
            } catch (SnapupException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            }
        }
        assertThat(String.join(" ", allowed)).isEqualTo(row.allowed());
    }

    @Test
    void shouldLetOnlyAdministratorsAtJobsOfOthers() {
        for (Caller caller : callers()) {
            assertThatNoException().isThrownBy(() -> policy.requireJob(caller, Jobs.CANCEL, true));
            if (caller.role() == Role.ADMIN) {
                assertThatNoException().isThrownBy(() -> policy.requireJob(caller, Jobs.CANCEL, false));
            } else {
                assertThatExceptionOfType(SnapupException.class)
                        .isThrownBy(() -> policy.requireJob(caller, Jobs.CANCEL, false))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
            }
        }
    }

    @Test
    void shouldHaveARowForEveryMethodAndATestOfIt() {
        assertThat(policy.methods()).isEqualTo(Methods.all().keySet());
        assertThat(rows()).extracting(Row::method).containsAll(policy.methods());
    }

    @Test
    void shouldDenyAMethodWithoutARowToEverybody() {
        for (Caller caller : callers()) {
            assertThatExceptionOfType(SnapupException.class)
                    .isThrownBy(() -> policy.require(caller, "org.snapup.Jobs.Later", new Methods.None()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        }
    }

    @Test
    void shouldLetOnlyAdministratorsDowngrade() {
        assertThat(callers())
                .filteredOn(caller -> caller.may(Action.DOWNGRADE))
                .extracting(PolicyTest::name)
                .containsExactly("root", "daemon");
    }

    /** As the kernel and the configuration make them. */
    private static List<Caller> callers() {
        Accounts accounts = new Accounts();
        try (Identification identification = new Identification(
                accounts, Members.parse(List.of("uid:" + MEMBER), accounts), DAEMON, Duration.ofSeconds(30))) {
            List<Caller> callers = new ArrayList<>();
            for (long uid : new long[] {0, DAEMON, MEMBER, OTHER}) {
                callers.add(identification
                        .identify(new KernelPeer(uid, 100, 1, List.of(100L)))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join());
            }
            return callers;
        }
    }

    private static String name(Caller caller) {
        Peer peer = caller.peer();
        if (peer.uid() == 0) {
            return "root";
        }
        return peer.uid() == DAEMON ? "daemon" : peer.uid() == MEMBER ? "member" : "other";
    }

    private static Packages.Request request(@Nullable String root, @Nullable String beName) {
        return new Packages.Request(root, List.of(), beName, null, null, null, null);
    }
}
