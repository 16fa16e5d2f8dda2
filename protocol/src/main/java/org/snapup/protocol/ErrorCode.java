package org.snapup.protocol;

/**
 * Every error that a reply can carry. Append-only: a name, once published, keeps its meaning.
 *
 * <p>The Varlink name is {@code INTERFACE.ErrorName}; every error of ours has the parameters {@code message} (what was
 * attempted, on what, what state it is in now, what to do) and {@code subject} (the BE, job, package or path it is
 * about).
 */
public enum ErrorCode {
    // org.varlink.service
    INTERFACE_NOT_FOUND("org.varlink.service.InterfaceNotFound", Category.USER),
    METHOD_NOT_FOUND("org.varlink.service.MethodNotFound", Category.USER),
    METHOD_NOT_IMPLEMENTED("org.varlink.service.MethodNotImplemented", Category.USER),
    INVALID_PARAMETER("org.varlink.service.InvalidParameter", Category.USER),
    PERMISSION_DENIED("org.varlink.service.PermissionDenied", Category.USER),
    EXPECTED_MORE("org.varlink.service.ExpectedMore", Category.USER),

    // org.snapup.Packages
    INVALID_ROOT("org.snapup.Packages.InvalidRoot", Category.USER),
    INVALID_REQUEST("org.snapup.Packages.InvalidRequest", Category.USER),
    NO_SUCH_PACKAGE("org.snapup.Packages.NoSuchPackage", Category.USER),
    NO_SOLUTION("org.snapup.Packages.NoSolution", Category.USER),
    IMAGE_LOCKED("org.snapup.Packages.ImageLocked", Category.EXTERNAL),
    PACKAGE_CONFLICT("org.snapup.Packages.PackageConflict", Category.USER),
    REPOSITORY_ERROR("org.snapup.Packages.RepositoryError", Category.EXTERNAL),
    ENGINE_FAILED("org.snapup.Packages.EngineFailed", Category.EXTERNAL),
    NEW_BE_NEEDED("org.snapup.Packages.NewBootEnvironmentNeeded", Category.USER),
    LICENSE_NOT_ACCEPTED("org.snapup.Packages.LicenseNotAccepted", Category.USER),
    NOT_SUPPORTED("org.snapup.Packages.NotSupported", Category.USER),

    // org.snapup.BootEnvironments
    NO_SUCH_BE("org.snapup.BootEnvironments.NoSuchBootEnvironment", Category.USER),
    NO_SUCH_SNAPSHOT("org.snapup.BootEnvironments.NoSuchSnapshot", Category.USER),
    NAME_TAKEN("org.snapup.BootEnvironments.NameTaken", Category.USER),
    INVALID_NAME("org.snapup.BootEnvironments.InvalidName", Category.USER),
    BE_ACTIVE("org.snapup.BootEnvironments.BootEnvironmentActive", Category.USER),
    BE_BUSY("org.snapup.BootEnvironments.BootEnvironmentBusy", Category.EXTERNAL),
    BE_UNSUPPORTED("org.snapup.BootEnvironments.BootEnvironmentUnsupported", Category.USER),
    FOREIGN_OBJECTS("org.snapup.BootEnvironments.ForeignObjects", Category.USER),
    NO_BOOT_LOADER("org.snapup.BootEnvironments.NoBootLoader", Category.EXTERNAL),
    BOOT_ARCHIVE_FAILED("org.snapup.BootEnvironments.BootArchiveFailed", Category.EXTERNAL),
    STORAGE_FAILED("org.snapup.BootEnvironments.StorageFailed", Category.EXTERNAL),
    NO_SPACE("org.snapup.BootEnvironments.NoSpace", Category.RESOURCES),

    // org.snapup.Jobs
    NO_SUCH_JOB("org.snapup.Jobs.NoSuchJob", Category.USER),
    NOT_CANCELLABLE("org.snapup.Jobs.NotCancellable", Category.USER),
    CANCELLED("org.snapup.Jobs.Cancelled", Category.USER),
    QUEUE_FULL("org.snapup.Jobs.QueueFull", Category.RESOURCES),
    TOO_MANY_BES("org.snapup.Jobs.TooManyBootEnvironments", Category.RESOURCES),
    RUNNING_BE_CHANGED("org.snapup.Jobs.RunningBootEnvironmentChanged", Category.EXTERNAL),
    READ_ONLY("org.snapup.Jobs.ReadOnly", Category.RESOURCES),
    SHUTTING_DOWN("org.snapup.Jobs.ShuttingDown", Category.EXTERNAL),
    INTERRUPTED("org.snapup.Jobs.Interrupted", Category.EXTERNAL),

    // start-up and the inside
    BAD_CONFIGURATION("org.snapup.Jobs.BadConfiguration", Category.USER),
    STATE_REFUSED("org.snapup.Jobs.StateRefused", Category.EXTERNAL),
    INTERNAL("org.snapup.Jobs.Internal", Category.INTERNAL);

    /** Whose doing an error is; fixes the client's exit status and the daemon's log level. */
    public enum Category {
        USER,
        EXTERNAL,
        RESOURCES,
        INTERNAL
    }

    private final String varlinkName;
    private final Category category;

    ErrorCode(String varlinkName, Category category) {
        this.varlinkName = varlinkName;
        this.category = category;
    }

    /** The error's fully qualified Varlink name, for example {@code org.snapup.Jobs.NoSuchJob}. */
    public String varlinkName() {
        return varlinkName;
    }

    public Category category() {
        return category;
    }

    /** The code with this Varlink name, or {@link #INTERNAL} for a name of a newer peer. */
    public static ErrorCode ofVarlinkName(String varlinkName) {
        for (ErrorCode code : values()) {
            if (code.varlinkName.equals(varlinkName)) {
                return code;
            }
        }
        return INTERNAL;
    }
}
