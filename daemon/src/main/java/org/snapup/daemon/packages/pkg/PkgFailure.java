package org.snapup.daemon.packages.pkg;

import java.util.List;
import java.util.Locale;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What went wrong by the exit status of pkg(1), see its manual page, and for the general one by what it printed. */
final class PkgFailure {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int PARTLY = 3;
    static final int NOTHING_TO_DO = 4;

    /** What its messages say, and what that means; the first that fits. */
    private static final List<Telling> TELLING = List.of(
            new Telling("no space left", ErrorCode.NO_SPACE),
            new Telling("insufficient disk space", ErrorCode.NO_SPACE),
            new Telling("not enough space", ErrorCode.NO_SPACE),
            new Telling("cannot be installed together", ErrorCode.PACKAGE_CONFLICT),
            new Telling("with conflicting attributes", ErrorCode.PACKAGE_CONFLICT),
            new Telling("no matching version of", ErrorCode.NO_SOLUTION),
            new Telling("no solution", ErrorCode.NO_SOLUTION),
            new Telling("unable to remove", ErrorCode.NO_SOLUTION),
            new Telling("did not match any", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("only matched packages that are not available", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("matches no installed packages", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("no packages matching", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("inventory exception", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("no packages installed", ErrorCode.NO_SUCH_PACKAGE),
            new Telling("matches multiple packages", ErrorCode.INVALID_REQUEST),
            new Telling("illegal fmri", ErrorCode.INVALID_REQUEST),
            new Telling("unable to contact", ErrorCode.REPOSITORY_ERROR),
            new Telling("protocol error", ErrorCode.REPOSITORY_ERROR),
            new Telling("framework error", ErrorCode.REPOSITORY_ERROR),
            new Telling("unable to refresh", ErrorCode.REPOSITORY_ERROR),
            new Telling("catalogs successfully updated", ErrorCode.REPOSITORY_ERROR),
            new Telling("certificate", ErrorCode.REPOSITORY_ERROR),
            new Telling("signature", ErrorCode.REPOSITORY_ERROR));

    private record Telling(String words, ErrorCode code) {}

    private PkgFailure() {}

    /**
     * The error of a command that failed.
     *
     * @param words the subcommand first
     */
    static SnapupException of(List<String> words, CommandResult result) {
        String said = said(result);
        String failed = "pkg " + words.get(0) + " failed (exit status " + result.exitStatus() + ")"
                + (said.isEmpty() ? "" : ": " + said);
        return switch (result.exitStatus()) {
            case FAILED -> new SnapupException(code(said), failed);
            case 2 ->
                new SnapupException(
                        ErrorCode.INVALID_REQUEST,
                        failed + "\nIt doesn't take these arguments: check the names and patterns, and that this is a"
                                + " pkg(1) that has this subcommand");
            case PARTLY ->
                new SnapupException(
                        ErrorCode.ENGINE_FAILED, failed + "\nOnly a part of it was done: look at its output");
            case 5 ->
                new SnapupException(
                        ErrorCode.NEW_BE_NEEDED,
                        failed + "\nIt can't be done on a running system: repeat it with --require-new-be");
            case 6 ->
                new SnapupException(
                        ErrorCode.LICENSE_NOT_ACCEPTED,
                        failed + "\nA licence must be accepted first: look at it with -n --licenses, repeat with"
                                + " --accept");
            case 7 ->
                new SnapupException(
                        ErrorCode.IMAGE_LOCKED,
                        failed + "\nAnother package tool changes the image: repeat it when that is done");
            case 8 ->
                new SnapupException(
                        ErrorCode.ENGINE_FAILED,
                        failed + "\nThe packages were changed, but a service didn't follow in time: look at it with"
                                + " svcs -x");
            case 9 ->
                new SnapupException(
                        ErrorCode.NO_SOLUTION,
                        failed + "\nWhat is installed leaves no room for it: name more packages, or versions, or"
                                + " reject what stands in the way");
            case 51 ->
                new SnapupException(
                        ErrorCode.ENGINE_FAILED, failed + "\nThe image can't be used: check that there is one");
            case 52 ->
                new SnapupException(
                        ErrorCode.NO_SOLUTION,
                        failed + "\nA linked image isn't in line with its parent: update the global zone first");
            case 53 -> new SnapupException(ErrorCode.INVALID_REQUEST, failed + "\nThe image has no parent image");
            case 54 ->
                new SnapupException(
                        ErrorCode.INVALID_REQUEST, failed + "\nThat is done from the parent image, the global zone");
            case 99 ->
                new SnapupException(
                        ErrorCode.ENGINE_FAILED, failed + "\npkg(1) broke: report it to whoever delivers it");
            default ->
                new SnapupException(
                        ErrorCode.ENGINE_FAILED,
                        failed
                                + (result.exitStatus() > 128
                                        ? "\nIt was ended by signal " + (result.exitStatus() - 128)
                                                + ": see who did that, and repeat it"
                                        : "\nIts manual page doesn't have this status: look at its output"));
        };
    }

    private static ErrorCode code(String said) {
        String folded = said.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (folded.isEmpty()) {
            return ErrorCode.ENGINE_FAILED;
        }
        return TELLING.stream()
                .filter(telling -> folded.contains(telling.words()))
                .map(Telling::code)
                .findFirst()
                .orElse(ErrorCode.ENGINE_FAILED);
    }

    /** Its own words for what is wrong, without the usage that follows a wrong option. */
    static String said(CommandResult result) {
        String text = result.err().strip();
        int usage = text.indexOf("\nUsage:");
        return usage < 0 ? text : text.substring(0, usage).strip();
    }
}
