package org.snapup.client.be.beadm;

import org.snapup.protocol.ErrorCode;

/**
 * beadm's exit statuses: the numbers of illumos' libbe.h, which begin at 4000, as far as a process can hand them on (the
 * lowest eight bits).
 */
final class BeadmStatus {
    static final int USAGE = 1;
    private static final int FIRST = 4000;

    /** Where a command has a number of its own for what others call by another. */
    static final int MOUNTED = FIRST + 20 & 0xFF;

    static final int SNAPSHOT_EXISTS = FIRST + 38 & 0xFF;
    static final int RUNNING_CANT_BE_UNMOUNTED = FIRST + 41 & 0xFF;

    private BeadmStatus() {}

    static int of(ErrorCode code) {
        return FIRST + error(code) & 0xFF;
    }

    private static int error(ErrorCode code) {
        return switch (code) {
            case NO_SUCH_BE -> 3;
            case BE_BUSY -> 4;
            case CANCELLED -> 5;
            case NAME_TAKEN -> 13;
            case SHUTTING_DOWN, READ_ONLY -> 14;
            case INTERRUPTED -> 15;
            case INVALID_NAME, INVALID_PARAMETER, INVALID_REQUEST -> 16;
            case NO_SPACE -> 29;
            case NOT_SUPPORTED, BE_UNSUPPORTED, NO_BOOT_LOADER -> 30;
            case PERMISSION_DENIED -> 32;
            case FOREIGN_OBJECTS -> 38;
            case NO_SUCH_SNAPSHOT -> 39;
            case STORAGE_FAILED -> 44;
            case BE_ACTIVE -> 45;
            default -> 43;
        };
    }

    /** No daemon: as libbe, when it can't be initialised. */
    static int withoutDaemon() {
        return FIRST + 14 & 0xFF;
    }
}
