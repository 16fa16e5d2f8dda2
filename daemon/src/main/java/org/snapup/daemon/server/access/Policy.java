package org.snapup.daemon.server.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageRequest;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification;

/** The table from method to action. A method without a row is denied to everybody. Immutable. */
public final class Policy {
    private final Map<String, Action> rows;

    private Policy(Map<String, Action> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** The policy that the daemon has. */
    public static Policy standard() {
        Map<String, Action> rows = new TreeMap<>();
        rows.put(Service.GET_INFO, Action.INTROSPECT);
        rows.put(Service.GET_INTERFACE_DESCRIPTION, Action.INTROSPECT);
        rows.put(Packages.IMAGE_UPDATE, Action.UPDATE_IMAGE);
        rows.put(Packages.INSTALL, Action.INSTALL);
        rows.put(Packages.UNINSTALL, Action.UNINSTALL);
        rows.put(Packages.AUTOREMOVE, Action.UNINSTALL);
        rows.put(Packages.EXACT_INSTALL, Action.UNINSTALL);
        rows.put(Packages.FIX, Action.CHANGE_IMAGE);
        rows.put(Packages.APPLY_HOT_FIX, Action.CHANGE_IMAGE);
        rows.put(Packages.DEHYDRATE, Action.CHANGE_IMAGE);
        rows.put(Packages.REHYDRATE, Action.CHANGE_IMAGE);
        rows.put(Packages.REVERT, Action.CHANGE_IMAGE);
        rows.put(Packages.CHANGE_VARIANT, Action.CHANGE_IMAGE);
        rows.put(Packages.CHANGE_FACET, Action.CHANGE_IMAGE);
        rows.put(Packages.SET_MEDIATOR, Action.CHANGE_IMAGE);
        rows.put(Packages.UNSET_MEDIATOR, Action.CHANGE_IMAGE);
        putImageRows(rows);
        rows.put(BootEnvironments.LIST, Action.SEE_BES);
        rows.put(BootEnvironments.CREATE, Action.CHANGE_BES);
        rows.put(BootEnvironments.SNAPSHOT, Action.CHANGE_BES);
        rows.put(BootEnvironments.ACTIVATE, Action.CHANGE_BES);
        rows.put(BootEnvironments.MOUNT, Action.CHANGE_BES);
        rows.put(BootEnvironments.UNMOUNT, Action.CHANGE_BES);
        rows.put(BootEnvironments.RENAME, Action.CHANGE_BES);
        rows.put(BootEnvironments.ROLLBACK, Action.CHANGE_BES);
        rows.put(BootEnvironments.DESTROY, Action.CHANGE_BES);
        rows.put(BootEnvironments.DEACTIVATE, Action.CHANGE_BES);
        rows.put(BootEnvironments.EXPORT, Action.READ_BES);
        rows.put(BootEnvironments.UPLOAD, Action.CHANGE_BES);
        rows.put(BootEnvironments.IMPORT, Action.CHANGE_BES);
        rows.put(Diagnosis.CHECK, Action.SEE_HEALTH);
        rows.put(Diagnosis.METRICS, Action.SEE_HEALTH);
        rows.put(Diagnosis.BUNDLE, Action.SEE_EVERYTHING);
        rows.put(Jobs.LIST, Action.SEE_QUEUE);
        rows.put(Jobs.GET, Action.SEE_QUEUE);
        rows.put(Jobs.WATCH, Action.USE_OWN_JOB);
        rows.put(Jobs.CANCEL, Action.USE_OWN_JOB);
        return new Policy(rows);
    }

    private static void putImageRows(Map<String, Action> rows) {
        rows.put(ImageQueries.LIST, Action.SEE_PACKAGES);
        rows.put(ImageQueries.INFO, Action.SEE_PACKAGES);
        rows.put(ImageQueries.CONTENTS, Action.SEE_PACKAGES);
        rows.put(ImageQueries.SEARCH, Action.SEE_PACKAGES);
        rows.put(ImageQueries.HISTORY, Action.SEE_PACKAGES);
        rows.put(ImageQueries.PUBLISHERS, Action.SEE_PACKAGES);
        rows.put(ImageQueries.SETTINGS, Action.SEE_PACKAGES);
        rows.put(ImageQueries.VERIFY, Action.SEE_PACKAGES);
        rows.put(ImageChanges.FREEZE, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.UNFREEZE, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.AVOID, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.UNAVOID, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.SET_PUBLISHER, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.UNSET_PUBLISHER, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.CHANGE_PROPERTY, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.FLAG, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.CLEAN, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.UPDATE_FORMAT, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.PURGE_HISTORY, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.REBUILD_INDEX, Action.CONFIGURE_IMAGE);
        rows.put(ImageChanges.REFRESH, Action.REFRESH);
    }

    public Set<String> methods() {
        return rows.keySet();
    }

    /**
     * Lets a request through, or refuses it. What it decides on is what is run: the same immutable record.
     *
     * @throws SnapupException {@link ErrorCode#PERMISSION_DENIED}
     */
    public void require(Caller caller, String method, Record parameters) {
        Action row = rows.get(method);
        if (row == null) {
            throw denied(caller, method);
        }
        Set<Action> needed = EnumSet.of(row);
        if (ImageRequest.rootOf(parameters) != null) {
            needed.add(Action.USE_OTHER_ROOT);
        }
        if (parameters instanceof Packages.Operation operation && operation.beName() != null) {
            needed.add(Action.NAME_BE);
        }
        if (parameters instanceof Packages.Request request
                && !request.rejected().isEmpty()) {
            needed.add(Action.UNINSTALL);
        }
        if (parameters instanceof Verification.VerifyRequest verify && verify.unpackaged() != null) {
            needed.add(Action.SEE_EVERYTHING);
        }
        for (Action action : needed) {
            if (!caller.may(action)) {
                throw denied(caller, method);
            }
        }
    }

    /**
     * Lets a request about one job through, or refuses it; {@link #require} comes first.
     *
     * @param own the caller asked for the job, alone or with others
     * @throws SnapupException {@link ErrorCode#PERMISSION_DENIED}
     */
    public void requireJob(Caller caller, String method, boolean own) {
        if (!own && !caller.may(Action.USE_ANY_JOB)) {
            throw denied(caller, method);
        }
    }

    private static SnapupException denied(Caller caller, String method) {
        return new SnapupException(
                ErrorCode.PERMISSION_DENIED,
                method,
                "uid " + caller.peer().uid() + " may not call " + method + " like this",
                null);
    }
}
