package org.snapup.ffi.libbe;

import java.util.Optional;

/**
 * libbe's error codes, {@code be_errno_t} of {@code libbe.h}: consecutive numbers from 4000 on, to which new ones are
 * added at the end only.
 */
public enum BeError {
    ACCESS(4000),
    ACTIVATE_CURR(4001),
    AUTONAME(4002),
    BE_NOENT(4003),
    BUSY(4004),
    CANCELED(4005),
    CLONE(4006),
    COPY(4007),
    CREATDS(4008),
    CURR_BE_NOT_FOUND(4009),
    DESTROY(4010),
    DEMOTE(4011),
    DSTYPE(4012),
    BE_EXISTS(4013),
    INIT(4014),
    INTR(4015),
    INVAL(4016),
    INVALPROP(4017),
    INVALMOUNTPOINT(4018),
    MOUNT(4019),
    MOUNTED(4020),
    NAMETOOLONG(4021),
    NOENT(4022),
    POOL_NOENT(4023),
    NODEV(4024),
    NOTMOUNTED(4025),
    NOMEM(4026),
    NONINHERIT(4027),
    NXIO(4028),
    NOSPC(4029),
    NOTSUP(4030),
    OPEN(4031),
    PERM(4032),
    UNAVAIL(4033),
    PROMOTE(4034),
    ROFS(4035),
    READONLYDS(4036),
    READONLYPROP(4037),
    SS_EXISTS(4038),
    SS_NOENT(4039),
    UMOUNT(4040),
    UMOUNT_CURR_BE(4041),
    UMOUNT_SHARED(4042),
    UNKNOWN(4043),
    ZFS(4044),
    DESTROY_CURR_BE(4045),
    GEN_UUID(4046),
    PARSE_UUID(4047),
    NO_UUID(4048),
    ZONE_NO_PARENTBE(4049),
    ZONE_MULTIPLE_ACTIVE(4050),
    ZONE_NO_ACTIVE_ROOT(4051),
    ZONE_ROOT_NOT_LEGACY(4052),
    NO_MOUNTED_ZONE(4053),
    MOUNT_ZONEROOT(4054),
    UMOUNT_ZONEROOT(4055),
    ZONES_UNMOUNT(4056),
    FAULT(4057),
    RENAME_ACTIVE(4058),
    NO_MENU(4059),
    DEV_BUSY(4060),
    BAD_MENU_PATH(4061),
    ZONE_SS_EXISTS(4062),
    ADD_SPLASH_ICT(4063),
    BOOTFILE_INST(4064),
    EXTCMD(4065);

    private final int number;

    BeError(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The library's own name of it, for example {@code BE_ERR_BUSY}. */
    public String cName() {
        return "BE_ERR_" + name();
    }

    /** Empty for a number that is newer than this list. */
    public static Optional<BeError> of(int number) {
        for (BeError error : values()) {
            if (error.number == number) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}
