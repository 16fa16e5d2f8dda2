package org.snapup.daemon.server.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;

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
        rows.put(BootEnvironments.LIST, Action.SEE_BES);
        rows.put(BootEnvironments.CREATE, Action.CHANGE_BES);
        rows.put(BootEnvironments.SNAPSHOT, Action.CHANGE_BES);
        rows.put(BootEnvironments.ACTIVATE, Action.CHANGE_BES);
        rows.put(BootEnvironments.MOUNT, Action.CHANGE_BES);
        rows.put(BootEnvironments.UNMOUNT, Action.CHANGE_BES);
        rows.put(BootEnvironments.RENAME, Action.CHANGE_BES);
        rows.put(BootEnvironments.ROLLBACK, Action.CHANGE_BES);
        rows.put(BootEnvironments.DESTROY, Action.CHANGE_BES);
        rows.put(Jobs.LIST, Action.SEE_QUEUE);
        rows.put(Jobs.GET, Action.SEE_QUEUE);
        rows.put(Jobs.WATCH, Action.USE_OWN_JOB);
        rows.put(Jobs.CANCEL, Action.USE_OWN_JOB);
        return new Policy(rows);
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
        if (parameters instanceof Packages.Request request) {
            if (request.root() != null) {
                needed.add(Action.USE_OTHER_ROOT);
            }
            if (request.beName() != null) {
                needed.add(Action.NAME_BE);
            }
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
