package org.snapup.client.be.beadm;

import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.ErrorCode;

/**
 * beadm's exit statuses: the numbers of illumos' libbe.h, which begin at 4000, as far as a process can hand them on (the
 * lowest eight bits).
 */
final class BeadmStatus {
    static final int USAGE = 1;
    private static final int FIRST = 4000;

    private BeadmStatus() {}

    /** @param method what the daemon was asked for; the same error has another number with some */
    static int of(String method, ErrorCode code) {
        int error = switch (method) {
            case BootEnvironments.SNAPSHOT -> code == ErrorCode.NAME_TAKEN ? 38 : error(code);
            case BootEnvironments.DESTROY -> code == ErrorCode.BE_BUSY ? 20 : error(code);
            case BootEnvironments.MOUNT -> code == ErrorCode.BE_ACTIVE ? 20 : error(code);
            case BootEnvironments.UNMOUNT -> code == ErrorCode.BE_ACTIVE ? 41 : error(code);
            default -> error(code);
        };
        return FIRST + error & 0xFF;
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
