package org.snapup.client.be.bectl;

import org.snapup.protocol.ErrorCode;

/** bectl's exit statuses: the numbers of FreeBSD's libbe (be.h), and sysexits(3) for the command line. */
final class BectlStatus {
    static final int USAGE = 64;

    /** As libbe, when it can't be initialised. */
    static final int WITHOUT_DAEMON = 255;

    private BectlStatus() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_NAME -> 1;
            case NAME_TAKEN -> 2;
            case NO_SUCH_BE, NO_SUCH_SNAPSHOT -> 3;
            case PERMISSION_DENIED -> 4;
            case BE_ACTIVE -> 5;
            case BE_BUSY -> 6;
            case INVALID_PARAMETER, INVALID_REQUEST -> 7;
            case STORAGE_FAILED, NO_SPACE -> 16;
            case NOT_SUPPORTED, BE_UNSUPPORTED, NO_BOOT_LOADER -> 17;
            case FOREIGN_OBJECTS -> 21;
            default -> 19;
        };
    }
}
