package org.snapup.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every method that snapupd serves, with the records of its parameters and its reply. */
public final class Methods {
    /**
     * A method.
     *
     * @param name interface and method
     * @param parameters the record of its parameters; {@link None} for a method without any
     * @param reply the record of a reply
     * @param mutating it makes a job (unless asked for a dry run)
     * @param streaming it needs {@code more}
     */
    public record Method(
            String name,
            Class<? extends Record> parameters,
            Class<? extends Record> reply,
            boolean mutating,
            boolean streaming) {}

    /** No parameters. */
    public record None() {}

    private static final Map<String, Method> TABLE = table();

    private Methods() {}

    /**
     * The method with this name.
     *
     * @throws SnapupException {@link ErrorCode#INTERFACE_NOT_FOUND} or {@link ErrorCode#METHOD_NOT_FOUND}
     */
    public static Method of(String name) {
        Method method = TABLE.get(name);
        if (method != null) {
            return method;
        }
        int dot = name.lastIndexOf('.');
        String interfaceName = dot < 0 ? name : name.substring(0, dot);
        if (!Interfaces.ALL.contains(interfaceName)) {
            throw new SnapupException(
                    ErrorCode.INTERFACE_NOT_FOUND, interfaceName, "there is no interface " + interfaceName, null);
        }
        throw new SnapupException(ErrorCode.METHOD_NOT_FOUND, name, "there is no method " + name, null);
    }

    /** All of them, by name. */
    public static Map<String, Method> all() {
        return TABLE;
    }

    private static Map<String, Method> table() {
        Map<String, Method> table = new LinkedHashMap<>();
        read(table, Service.GET_INFO, None.class, Service.Info.class);
        read(table, Service.GET_INTERFACE_DESCRIPTION, Service.DescriptionRequest.class, Service.Description.class);
        packages(table);
        queries(table);
        settings(table);
        read(table, BootEnvironments.LIST, BootEnvironments.ListRequest.class, BootEnvironments.Listing.class);
        be(table, BootEnvironments.CREATE, BootEnvironments.CreateRequest.class);
        be(table, BootEnvironments.SNAPSHOT, BootEnvironments.SnapshotRequest.class);
        be(table, BootEnvironments.ACTIVATE, BootEnvironments.ActivateRequest.class);
        be(table, BootEnvironments.MOUNT, BootEnvironments.MountRequest.class);
        be(table, BootEnvironments.UNMOUNT, BootEnvironments.UnmountRequest.class);
        be(table, BootEnvironments.RENAME, BootEnvironments.RenameRequest.class);
        be(table, BootEnvironments.ROLLBACK, BootEnvironments.RollbackRequest.class);
        be(table, BootEnvironments.DESTROY, BootEnvironments.DestroyRequest.class);
        be(table, BootEnvironments.DEACTIVATE, BootEnvironments.DeactivateRequest.class);
        add(
                table,
                new Method(
                        BootEnvironments.EXPORT,
                        BootEnvironments.ExportRequest.class,
                        BootEnvironments.Exported.class,
                        false,
                        true));
        read(table, BootEnvironments.UPLOAD, BootEnvironments.UploadRequest.class, BootEnvironments.Uploaded.class);
        be(table, BootEnvironments.IMPORT, BootEnvironments.ImportRequest.class);
        read(table, Jobs.LIST, Jobs.ListRequest.class, Jobs.Listing.class);
        read(table, Jobs.GET, Jobs.GetRequest.class, Jobs.Got.class);
        add(table, new Method(Jobs.WATCH, Jobs.WatchRequest.class, Jobs.Watched.class, false, true));
        read(table, Jobs.CANCEL, Jobs.CancelRequest.class, Jobs.Cancelled.class);
        read(table, Diagnosis.CHECK, Diagnosis.CheckRequest.class, Diagnosis.Checked.class);
        read(table, Diagnosis.METRICS, Diagnosis.MetricsRequest.class, Diagnosis.Measured.class);
        add(table, new Method(Diagnosis.BUNDLE, Diagnosis.BundleRequest.class, Diagnosis.Bundled.class, false, true));
        return Collections.unmodifiableMap(table);
    }

    private static void packages(Map<String, Method> table) {
        for (String name : List.of(
                Packages.IMAGE_UPDATE,
                Packages.INSTALL,
                Packages.UNINSTALL,
                Packages.AUTOREMOVE,
                Packages.EXACT_INSTALL,
                Packages.FIX)) {
            change(table, name, Packages.Request.class, Packages.Started.class);
        }
        change(table, Packages.CHANGE_VARIANT, Packages.VariantRequest.class, Packages.Started.class);
        change(table, Packages.CHANGE_FACET, Packages.FacetRequest.class, Packages.Started.class);
        change(table, Packages.SET_MEDIATOR, Packages.MediatorRequest.class, Packages.Started.class);
        change(table, Packages.UNSET_MEDIATOR, Packages.UnsetMediatorRequest.class, Packages.Started.class);
        change(table, Packages.APPLY_HOT_FIX, Packages.HotFixRequest.class, Packages.Started.class);
        change(table, Packages.DEHYDRATE, Packages.HydrationRequest.class, Packages.Started.class);
        change(table, Packages.REHYDRATE, Packages.HydrationRequest.class, Packages.Started.class);
        change(table, Packages.REVERT, Packages.RevertRequest.class, Packages.Started.class);
    }

    private static void queries(Map<String, Method> table) {
        read(table, ImageQueries.LIST, ImageQueries.ListRequest.class, ImageQueries.Listed.class);
        read(table, ImageQueries.INFO, ImageQueries.InfoRequest.class, ImageQueries.Informed.class);
        read(table, ImageQueries.CONTENTS, ImageQueries.ContentsRequest.class, ImageQueries.Contained.class);
        read(table, ImageQueries.SEARCH, ImageQueries.SearchRequest.class, ImageQueries.Searched.class);
        read(table, ImageQueries.HISTORY, ImageHistory.HistoryRequest.class, ImageHistory.Remembered.class);
        read(table, ImageQueries.PUBLISHERS, ImageQueries.PublishersRequest.class, ImageQueries.Publishing.class);
        read(table, ImageQueries.SETTINGS, ImageQueries.SettingsRequest.class, ImageQueries.Settled.class);
        read(table, ImageQueries.VERIFY, Verification.VerifyRequest.class, Verification.Verified.class);
    }

    private static void settings(Map<String, Method> table) {
        setting(table, ImageChanges.FREEZE, ImageChanges.FreezeRequest.class);
        setting(table, ImageChanges.UNFREEZE, ImageChanges.UnfreezeRequest.class);
        setting(table, ImageChanges.AVOID, ImageChanges.AvoidRequest.class);
        setting(table, ImageChanges.UNAVOID, ImageChanges.UnavoidRequest.class);
        setting(table, ImageChanges.SET_PUBLISHER, ImageChanges.PublisherRequest.class);
        setting(table, ImageChanges.UNSET_PUBLISHER, ImageChanges.UnsetPublisherRequest.class);
        setting(table, ImageChanges.CHANGE_PROPERTY, ImageChanges.PropertyRequest.class);
        setting(table, ImageChanges.FLAG, ImageChanges.FlagRequest.class);
        setting(table, ImageChanges.CLEAN, ImageChanges.CleanRequest.class);
        setting(table, ImageChanges.UPDATE_FORMAT, ImageChanges.UpdateFormatRequest.class);
        setting(table, ImageChanges.PURGE_HISTORY, ImageChanges.PurgeHistoryRequest.class);
        setting(table, ImageChanges.REBUILD_INDEX, ImageChanges.RebuildIndexRequest.class);
        setting(table, ImageChanges.REFRESH, ImageChanges.RefreshRequest.class);
    }

    private static void setting(Map<String, Method> table, String name, Class<? extends Record> parameters) {
        change(table, name, parameters, ImageChanges.Started.class);
    }

    private static void read(
            Map<String, Method> table, String name, Class<? extends Record> parameters, Class<? extends Record> reply) {
        add(table, new Method(name, parameters, reply, false, false));
    }

    private static void be(Map<String, Method> table, String name, Class<? extends Record> parameters) {
        change(table, name, parameters, BootEnvironments.Started.class);
    }

    private static void change(
            Map<String, Method> table, String name, Class<? extends Record> parameters, Class<? extends Record> reply) {
        add(table, new Method(name, parameters, reply, true, false));
    }

    private static void add(Map<String, Method> table, Method method) {
        table.put(method.name(), method);
    }
}
