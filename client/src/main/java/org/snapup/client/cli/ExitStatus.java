package org.snapup.client.cli;

import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;

/** Exit statuses, those of pkg(1). */
public final class ExitStatus {
    public static final int DONE = Outcome.EXIT_DONE;
    public static final int FAILED = Outcome.EXIT_FAILED;

    /** The command line is wrong, and nothing was asked for. */
    public static final int USAGE = 2;

    /** A part of what was asked for was found, another part not. */
    public static final int PARTIAL = 3;

    public static final int NOTHING_TO_DO = Outcome.EXIT_NOTHING_TO_DO;

    /** A licence must be accepted first. */
    public static final int LICENSE = 6;

    /** Another program changes the image. */
    public static final int LOCKED = 7;

    private ExitStatus() {}

    /** Of an operation that failed like this. */
    public static int of(ErrorCode code) {
        return switch (code) {
            case LICENSE_NOT_ACCEPTED -> LICENSE;
            case IMAGE_LOCKED -> LOCKED;
            default -> FAILED;
        };
    }

    /** Of a job that ended like this. */
    public static int of(Outcome outcome) {
        if (outcome.exitStatus() == DONE && outcome.result() != Outcome.Result.DONE) {
            return FAILED;
        }
        return outcome.exitStatus() == FAILED && outcome.error() != null
                ? of(ErrorCode.ofVarlinkName(outcome.error()))
                : outcome.exitStatus();
    }
}
