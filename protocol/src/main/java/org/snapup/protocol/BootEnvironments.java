package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of {@code org.snapup.BootEnvironments}. */
public final class BootEnvironments {
    public static final String LIST = Interfaces.BOOT_ENVIRONMENTS + ".List";
    public static final String CREATE = Interfaces.BOOT_ENVIRONMENTS + ".Create";
    public static final String SNAPSHOT = Interfaces.BOOT_ENVIRONMENTS + ".Snapshot";
    public static final String ACTIVATE = Interfaces.BOOT_ENVIRONMENTS + ".Activate";
    public static final String MOUNT = Interfaces.BOOT_ENVIRONMENTS + ".Mount";
    public static final String UNMOUNT = Interfaces.BOOT_ENVIRONMENTS + ".Unmount";
    public static final String RENAME = Interfaces.BOOT_ENVIRONMENTS + ".Rename";
    public static final String ROLLBACK = Interfaces.BOOT_ENVIRONMENTS + ".Rollback";
    public static final String DESTROY = Interfaces.BOOT_ENVIRONMENTS + ".Destroy";

    private BootEnvironments() {}

    /** @param snapshots list every BE's snapshots, too */
    public record ListRequest(@Nullable Boolean snapshots) {}

    /** @param asOf when this was seen, RFC 3339 in UTC */
    public record Listing(List<BootEnvironment> bootEnvironments, String asOf) {}

    /**
     * A boot environment.
     *
     * @param uuid its identity; stays through renames and restores
     * @param activeNow the machine runs it
     * @param activeOnReboot the machine boots it next
     * @param mountpoint where its root is mounted now
     * @param spaceBytes bytes that only this BE and its snapshots hold
     * @param policy {@code static}: stays until somebody destroys it
     * @param created RFC 3339 in UTC
     * @param unfinishedJob the job that is making or changing it
     * @param snapshots null unless asked for
     */
    public record BootEnvironment(
            String name,
            String uuid,
            boolean activeNow,
            boolean activeOnReboot,
            @Nullable String mountpoint,
            long spaceBytes,
            String policy,
            String created,
            @Nullable Long unfinishedJob,
            @Nullable List<Snapshot> snapshots) {}

    /** A snapshot of a BE, named without the BE's name. */
    public record Snapshot(String name, long spaceBytes, String created) {}

    /**
     * @param name the new BE's name, null for an automatic one
     * @param from {@code BE} or {@code BE@SNAPSHOT}, null for the running BE
     * @param activate whether the new BE boots next; null means false
     */
    public record CreateRequest(
            @Nullable String name,
            @Nullable String from,
            @Nullable Boolean activate) {
        public CreateRequest {
            if (name != null) {
                BeName.require(name);
            }
        }
    }

    /**
     * @param be null for the running BE
     * @param snapshot the snapshot's name, null for an automatic one
     */
    public record SnapshotRequest(
            @Nullable String be, @Nullable String snapshot) {
        public SnapshotRequest {
            if (snapshot != null) {
                BeName.require(snapshot);
            }
        }
    }

    public record ActivateRequest(String name) {
        public ActivateRequest {
            requireNonNull(name, "name");
        }
    }

    /** @param mountpoint absolute path of an empty or absent directory, null for a new one that the reply's job names */
    public record MountRequest(String name, @Nullable String mountpoint) {
        public MountRequest {
            requireNonNull(name, "name");
            if (mountpoint != null && !mountpoint.startsWith("/")) {
                throw new SnapupException(
                        ErrorCode.INVALID_PARAMETER,
                        "mountpoint",
                        "the mountpoint '" + mountpoint + "' must be an absolute path",
                        null);
            }
        }
    }

    public record UnmountRequest(String name) {
        public UnmountRequest {
            requireNonNull(name, "name");
        }
    }

    public record RenameRequest(String name, String newName) {
        public RenameRequest {
            requireNonNull(name, "name");
            BeName.require(newName);
        }
    }

    public record RollbackRequest(String name, String snapshot) {
        public RollbackRequest {
            requireNonNull(name, "name");
            requireNonNull(snapshot, "snapshot");
        }
    }

    /**
     * @param name a BE, or {@code BE@SNAPSHOT}
     * @param force unmount it first where it is mounted
     * @param dryRun no job, no change: the reply carries the plan
     */
    public record DestroyRequest(
            String name, @Nullable Boolean force, @Nullable Boolean dryRun) {
        public DestroyRequest {
            requireNonNull(name, "name");
        }

        public boolean isForced() {
            return Boolean.TRUE.equals(force);
        }

        public boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    /** The reply to every mutating method, as {@link Packages.Started}. */
    public record Started(
            @Nullable Long job,
            @Nullable Boolean joined,
            @Nullable Event event,
            @Nullable DestroyPlan plan) {
        public static Started accepted(long job, boolean joined) {
            return new Started(job, joined, null, null);
        }

        public static Started event(long job, Event event) {
            return new Started(job, null, event, null);
        }

        public static Started planned(DestroyPlan plan) {
            return new Started(null, null, null, plan);
        }
    }

    /**
     * What destroying a BE would do.
     *
     * @param promoted what depends on the BE and takes over the snapshots that it needs
     * @param destroyed what goes, in the order in which it goes
     * @param kept what is somebody else's and therefore stays
     * @param freedBytes bytes that come free; an estimate where the storage can't tell
     */
    public record DestroyPlan(List<String> promoted, List<String> destroyed, List<String> kept, long freedBytes) {}
}
