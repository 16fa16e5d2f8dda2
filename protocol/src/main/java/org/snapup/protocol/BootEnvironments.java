package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    public static final String DEACTIVATE = Interfaces.BOOT_ENVIRONMENTS + ".Deactivate";
    public static final String EXPORT = Interfaces.BOOT_ENVIRONMENTS + ".Export";
    public static final String UPLOAD = Interfaces.BOOT_ENVIRONMENTS + ".Upload";
    public static final String IMPORT = Interfaces.BOOT_ENVIRONMENTS + ".Import";

    /** The most bytes of a stream that one message carries, before they are written as base64. */
    public static final int CHUNK_BYTES = 384 << 10;

    private static final Pattern TRANSFER = Pattern.compile("[0-9a-f]{32}");

    private BootEnvironments() {}

    /**
     * @param snapshots list every BE's snapshots, too
     * @param datasets list every BE's datasets, too; with {@code snapshots} also each dataset's
     */
    public record ListRequest(
            @Nullable Boolean snapshots, @Nullable Boolean datasets) {}

    /**
     * @param asOf when this was seen, RFC 3339 in UTC
     * @param root what holds the BEs: a dataset, a folder
     */
    public record Listing(
            List<BootEnvironment> bootEnvironments,
            String asOf,
            @Nullable String root) {}

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
     * @param bootOnce the machine boots it next and only then; after that, the one that is {@code activeOnReboot} again
     * @param description what a user said of it
     * @param datasets null unless asked for; its root first
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
            @Nullable List<Snapshot> snapshots,
            boolean bootOnce,
            @Nullable String description,
            @Nullable List<Dataset> datasets) {}

    /** A snapshot of a BE, named without the BE's name. */
    public record Snapshot(String name, long spaceBytes, String created) {}

    /**
     * A dataset of a BE; for a backend without datasets the BE's folder.
     *
     * @param name as the backend's own tools call it
     * @param spaceBytes what it uses with everything in and beneath it
     * @param ownBytes of those, what its files use
     * @param snapshotBytes of those, what its snapshots use
     * @param reservedBytes of those, what is reserved and not used
     * @param origin the snapshot that it is a clone of, its name with that of its dataset
     * @param snapshots its own, null unless asked for
     */
    public record Dataset(
            String name,
            @Nullable String mountpoint,
            long spaceBytes,
            long ownBytes,
            long snapshotBytes,
            long reservedBytes,
            String created,
            @Nullable Snapshot origin,
            @Nullable List<Snapshot> snapshots) {}

    /**
     * @param name the new BE's name, null for an automatic one
     * @param from {@code BE} or {@code BE@SNAPSHOT}, null for the running BE
     * @param activate whether the new BE boots next; null means false
     * @param once whether the new BE boots next, and only then; null means false; excludes {@code activate}
     * @param recursive with the datasets beneath the root; null means true
     * @param description what the user says of it, at most {@value #MOST_DESCRIPTION} characters
     * @param properties of the new BE's datasets, null for those of its source
     * @param pool where it should lie, null for where its source lies
     */
    public record CreateRequest(
            @Nullable String name,
            @Nullable String from,
            @Nullable Boolean activate,
            @Nullable Boolean once,
            @Nullable Boolean recursive,
            @Nullable String description,
            @Nullable Map<String, String> properties,
            @Nullable String pool) {
        private static final int MOST_DESCRIPTION = 512;

        public CreateRequest {
            if (name != null) {
                BeName.require(name);
            }
            if (description != null
                    && (description.length() > MOST_DESCRIPTION
                            || description.chars().anyMatch(Character::isISOControl))) {
                throw refused(
                        "description",
                        "a description has at most " + MOST_DESCRIPTION + " characters and no control characters");
            }
        }

        public static CreateRequest of(@Nullable String name, @Nullable String from) {
            return new CreateRequest(name, from, null, null, null, null, null, null);
        }

        public boolean isWhole() {
            return !Boolean.FALSE.equals(recursive);
        }
    }

    private static SnapupException refused(String parameter, String why) {
        return new SnapupException(ErrorCode.INVALID_PARAMETER, parameter, why, null);
    }

    /**
     * @param be null for the running BE
     * @param snapshot the snapshot's name, null for an automatic one
     * @param recursive of the datasets beneath the root, too; null means true
     */
    public record SnapshotRequest(
            @Nullable String be,
            @Nullable String snapshot,
            @Nullable Boolean recursive) {
        public SnapshotRequest {
            if (snapshot != null) {
                BeName.require(snapshot);
            }
        }

        public boolean isWhole() {
            return !Boolean.FALSE.equals(recursive);
        }
    }

    /** @param once it boots next, and only then; null means false */
    public record ActivateRequest(String name, @Nullable Boolean once) {
        public ActivateRequest {
            requireNonNull(name, "name");
        }

        public boolean isOnce() {
            return Boolean.TRUE.equals(once);
        }
    }

    /** @param name the BE that boots once and shall not, null for whichever it is */
    public record DeactivateRequest(@Nullable String name) {}

    /** How a mounted BE shows the live system's filesystems that belong to no BE. */
    public enum Shared {
        READ_ONLY,
        READ_WRITE
    }

    /**
     * @param mountpoint absolute path of an empty or absent directory, null for a new one that the reply's job names
     * @param shared null: it doesn't show them
     */
    public record MountRequest(
            String name,
            @Nullable String mountpoint,
            @Nullable Shared shared) {
        public MountRequest {
            requireNonNull(name, "name");
            if (mountpoint != null) {
                AbsolutePath.require("mountpoint", "mountpoint", mountpoint);
            }
        }
    }

    /**
     * @param name a BE, or the absolute path where one is mounted
     * @param force although it is in use, where the system can do that
     */
    public record UnmountRequest(String name, @Nullable Boolean force) {
        public UnmountRequest {
            requireNonNull(name, "name");
        }

        public boolean isForced() {
            return Boolean.TRUE.equals(force);
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
     * @param snapshots false: a BE that has snapshots isn't destroyed; null means true
     * @param origin the snapshot that it is a clone of goes, too, unless others need it; null means false
     */
    public record DestroyRequest(
            String name,
            @Nullable Boolean force,
            @Nullable Boolean dryRun,
            @Nullable Boolean snapshots,
            @Nullable Boolean origin) {
        public DestroyRequest {
            requireNonNull(name, "name");
        }

        public static DestroyRequest of(String name) {
            return new DestroyRequest(name, null, null, null, null);
        }

        public boolean takesSnapshots() {
            return !Boolean.FALSE.equals(snapshots);
        }

        public boolean takesOrigin() {
            return Boolean.TRUE.equals(origin);
        }

        public boolean isForced() {
            return Boolean.TRUE.equals(force);
        }

        public boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    /** @param name {@code BE@SNAPSHOT} */
    public record ExportRequest(String name) {
        public ExportRequest {
            requireNonNull(name, "name");
        }
    }

    /** @param data the next bytes of the stream as base64, at most {@value #CHUNK_BYTES}; empty in the last reply */
    public record Exported(String data) {}

    /**
     * The next bytes of a stream that is to become a BE.
     *
     * @param transfer which one, as the first reply called it; null begins one
     * @param offset how many bytes were sent before
     * @param data as base64, at most {@value #CHUNK_BYTES} bytes
     */
    public record UploadRequest(@Nullable String transfer, long offset, String data) {
        public UploadRequest {
            requireNonNull(data, "data");
            if (transfer != null) {
                requireTransfer(transfer);
            }
        }
    }

    private static void requireTransfer(String transfer) {
        if (!TRANSFER.matcher(transfer).matches()) {
            throw refused("transfer", "'" + transfer + "' isn't what an upload is called");
        }
    }

    /** @param size bytes that have come in altogether */
    public record Uploaded(String transfer, long size) {}

    /**
     * @param name the new BE's name
     * @param transfer the stream, which must be whole
     */
    public record ImportRequest(String name, String transfer) {
        public ImportRequest {
            BeName.require(name);
            requireTransfer(transfer);
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
