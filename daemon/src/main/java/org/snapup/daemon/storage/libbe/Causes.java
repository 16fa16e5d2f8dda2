package org.snapup.daemon.storage.libbe;

import org.snapup.ffi.libbe.BeError;
import org.snapup.ffi.libbe.LibbeException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What libbe's error codes mean for the user: the cause, and what to do. */
final class Causes {
    private Causes() {}

    /**
     * @param cause in a sentence's middle
     * @param next what to do, a command where there is one
     */
    record Cause(ErrorCode code, String cause, String next) {}

    static SnapupException failure(String attempted, String subject, LibbeException failed) {
        return failure(of(failed).code(), attempted, subject, failed);
    }

    /** With a code that says more than the library's. */
    static SnapupException failure(ErrorCode code, String attempted, String subject, LibbeException failed) {
        Cause cause = of(failed);
        String name = failed.error().map(BeError::cName).orElse("error " + failed.number());
        return new SnapupException(
                code,
                subject,
                "can't " + attempted + ": " + cause.cause() + " (libbe: " + failed.function() + ", " + name + "); "
                        + cause.next(),
                failed);
    }

    static Cause of(LibbeException failed) {
        return failed.error()
                .map(Causes::of)
                .orElseGet(() -> new Cause(
                        ErrorCode.STORAGE_FAILED,
                        "libbe gives a reason that is newer than this snapup",
                        "look at: beadm list -a"));
    }

    static Cause of(BeError error) {
        return switch (error) {
            case ACCESS -> failed("snapupd may not do that", "see that it runs as root, with all privileges");
            case PERM -> failed("only the owner may do that", "see that snapupd runs as root, with all privileges");
            case ACTIVATE_CURR ->
                failed("the running BE couldn't be made the one that boots next", "activate it with: beadm activate");
            case AUTONAME -> failed("no free name was found", "name it yourself");
            case BE_NOENT -> new Cause(ErrorCode.NO_SUCH_BE, "there is no such BE", "see which there are: beadm list");
            case BUSY ->
                new Cause(ErrorCode.BE_BUSY, "something in it is in use", "see by what: fuser -c its mountpoint");
            case DEV_BUSY ->
                new Cause(ErrorCode.BE_BUSY, "a device is in use", "see what uses the pool's disks: fuser");
            case CANCELED -> failed("the operation was given up", "try again");
            case CLONE -> failed("a dataset couldn't be cloned", "see the pool's state: zpool status");
            case COPY -> failed("the BE couldn't be copied", "see the pool's state: zpool status");
            case CREATDS -> failed("a dataset couldn't be made", "see the pool's state: zpool status");
            case CURR_BE_NOT_FOUND ->
                failed(
                        "libbe can't tell which BE runs",
                        "see what is mounted at the root: df /; and: zpool get bootfs");
            case DESTROY -> failed("a dataset or snapshot couldn't be destroyed", "see what holds it: zfs holds -r");
            case DEMOTE ->
                failed("what depends on the BE couldn't be made independent", "see the clones: zfs get -r clones");
            case DSTYPE -> failed("a dataset is of the wrong kind", "see the datasets: zfs list -o name,type");
            case BE_EXISTS ->
                new Cause(ErrorCode.NAME_TAKEN, "there is a BE or dataset of this name", "choose another name");
            case SS_EXISTS ->
                new Cause(ErrorCode.FOREIGN_OBJECTS, "it has a snapshot", "see them: zfs list -r -t snapshot");
            case ZONE_SS_EXISTS ->
                new Cause(ErrorCode.FOREIGN_OBJECTS, "a zone has a snapshot", "see them: zfs list -r -t snapshot");
            case SS_NOENT ->
                new Cause(
                        ErrorCode.NO_SUCH_SNAPSHOT, "there is no such snapshot", "see which there are: beadm list -s");
            case INIT -> failed("libzfs doesn't open", "see that ZFS works: zpool list");
            case INTR -> new Cause(ErrorCode.INTERRUPTED, "a call of the system was interrupted", "try again");
            case INVAL -> failed("libbe takes an argument for wrong", "see the BE's name and settings: zfs get all");
            case INVALPROP -> failed("a property isn't one of this dataset", "see them: zfs get all");
            case INVALMOUNTPOINT -> failed("a mountpoint isn't as expected", "see it: zfs get -r mountpoint");
            case MOUNT ->
                failed("a dataset can't be mounted", "see its mountpoint: zfs get -r mountpoint,canmount,mounted");
            case MOUNTED -> new Cause(ErrorCode.BE_BUSY, "it is mounted", "unmount it: snapup be unmount");
            case NOTMOUNTED -> failed("it isn't mounted", "mount it: snapup be mount");
            case UMOUNT ->
                new Cause(
                        ErrorCode.BE_BUSY, "a dataset can't be unmounted", "see what uses it: fuser -c its mountpoint");
            case UMOUNT_CURR_BE -> new Cause(ErrorCode.BE_ACTIVE, "the machine runs it", "boot another BE first");
            case UMOUNT_SHARED ->
                new Cause(
                        ErrorCode.BE_BUSY,
                        "a filesystem that BEs share can't be unmounted from it",
                        "see what uses it: fuser -c");
            case DESTROY_CURR_BE -> new Cause(ErrorCode.BE_ACTIVE, "the machine runs it", "boot another BE first");
            case RENAME_ACTIVE -> new Cause(ErrorCode.BE_ACTIVE, "the machine runs it", "boot another BE first");
            case NAMETOOLONG ->
                new Cause(ErrorCode.INVALID_NAME, "a name is too long", "choose one of at most 64 characters");
            case NOENT -> failed("something that it needs isn't there", "see the datasets: zfs list -r");
            case POOL_NOENT -> failed("there is no such pool", "see which there are: zpool list");
            case NODEV, NXIO -> failed("a device isn't there", "see the pool's disks: zpool status");
            case NOMEM -> failed("memory ran out", "see what uses it: prstat -s rss; and try again");
            case NONINHERIT -> failed("a property can't be inherited", "see it: zfs get -r all");
            case NOSPC ->
                new Cause(ErrorCode.NO_SPACE, "the pool is full", "see what takes the space: zfs list -o space");
            case NOTSUP ->
                new Cause(
                        ErrorCode.NOT_SUPPORTED,
                        "this can't be done here",
                        "see whether this is the global zone: zonename");
            case OPEN -> failed("a file or dataset can't be opened", "see the system's log: dmesg");
            case UNAVAIL -> failed("the BE can't be used at the moment", "see what is done to it: beadm list -a");
            case PROMOTE ->
                failed(
                        "a dataset couldn't be promoted",
                        "see its origin, and snapshots of the same name: zfs get -r origin");
            case ROFS, READONLYDS -> failed("it is read-only", "see where that is set: zfs get -r readonly");
            case READONLYPROP -> failed("a property can't be set", "see it: zfs get all");
            case UNKNOWN -> failed("libbe doesn't say why", "see the system's log: dmesg");
            case ZFS -> failed("ZFS refused it", "see the pool's state: zpool status -x");
            case GEN_UUID -> failed("no uuid could be made", "try again");
            case PARSE_UUID -> failed("the BE's uuid can't be read", "see it: zfs get org.opensolaris.libbe:uuid");
            case NO_UUID -> failed("the BE has no uuid", "see it: zfs get org.opensolaris.libbe:uuid");
            case ZONE_NO_PARENTBE, ZONE_MULTIPLE_ACTIVE, ZONE_NO_ACTIVE_ROOT, ZONE_ROOT_NOT_LEGACY ->
                zone("a zone's root dataset isn't as libbe wants it");
            case NO_MOUNTED_ZONE -> zone("a zone isn't mounted in the BE");
            case MOUNT_ZONEROOT -> zone("a zone's root can't be mounted");
            case UMOUNT_ZONEROOT, ZONES_UNMOUNT -> zone("a zone's root can't be unmounted");
            case FAULT -> failed("libbe was given a wrong address", "report this, with the release: cat /etc/release");
            case NO_MENU, BAD_MENU_PATH ->
                loader(
                        "the boot menu isn't there",
                        "see the pool's dataset: zfs get mountpoint,mounted; and its boot/menu.lst");
            case ADD_SPLASH_ICT ->
                loader("the boot loader's picture can't be written", "see the space: zfs list -o space");
            case BOOTFILE_INST ->
                loader("the boot loader can't be written", "try by hand, to see why: bootadm install-bootloader -v");
            case EXTCMD ->
                failed("a command that libbe runs failed", "try by hand, to see why: beadm with the option -v");
        };
    }

    private static Cause failed(String cause, String next) {
        return new Cause(ErrorCode.STORAGE_FAILED, cause, next);
    }

    private static Cause loader(String cause, String next) {
        return new Cause(ErrorCode.NO_BOOT_LOADER, cause, next);
    }

    private static Cause zone(String cause) {
        return new Cause(
                ErrorCode.BE_UNSUPPORTED,
                cause,
                "see the zones: zoneadm list -cv; zfs get -r org.opensolaris.libbe:parentbe");
    }
}
