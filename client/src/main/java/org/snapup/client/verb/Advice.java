package org.snapup.client.verb;

import org.jspecify.annotations.Nullable;
import org.snapup.protocol.SnapupException;

/** What to type after an error. */
public final class Advice {
    private Advice() {}

    /** The error's message; the standard errors of Varlink come without one. */
    public static String message(SnapupException e, String verb) {
        String subject = e.subject();
        return switch (e.code()) {
            case PERMISSION_DENIED -> "permission denied: you may not run 'snapup " + verb + "' like this";
            case METHOD_NOT_FOUND, METHOD_NOT_IMPLEMENTED, INTERFACE_NOT_FOUND ->
                "the daemon doesn't know " + (subject == null ? "this command" : subject)
                        + ": it is older than this snapup";
            case INVALID_PARAMETER ->
                e.getMessage().startsWith("org.varlink.")
                        ? "the daemon refused the value of '" + subject + "'"
                        : e.getMessage();
            default -> e.getMessage();
        };
    }

    /** The next command or step, empty where the message says it. */
    public static String next(SnapupException e) {
        return e.getMessage().contains("; see: snapup ") ? "" : command(e);
    }

    private static String command(SnapupException e) {
        String job = job(e.subject());
        return switch (e.code()) {
            case PERMISSION_DENIED -> """
                image-update needs the role 'updater', install 'member', both without -R and --be-name: the
                administrator lists you or a group of yours under [policy] updaters or members in the configuration.
                Everything else that changes something, and other people's jobs, need the role 'admin': run it as root.\
                """;
            case METHOD_NOT_FOUND, METHOD_NOT_IMPLEMENTED, INTERFACE_NOT_FOUND ->
                "restart the daemon after an update of snapup";
            case NO_SUCH_BE, NAME_TAKEN -> "see: snapup be list";
            case NO_SUCH_SNAPSHOT -> "see: snapup be list -s";
            case NO_SUCH_JOB -> "see: snapup job list -a";
            case NOT_CANCELLABLE -> job.isEmpty() ? "" : "follow it with: snapup job watch " + job;
            case QUEUE_FULL, IMAGE_LOCKED -> "see what runs: snapup job list";
            case TOO_MANY_BES -> "remove one: snapup be list, then snapup be destroy NAME";
            case NEW_BE_NEEDED -> "repeat it without --deny-new-be";
            case BE_ACTIVE -> "activate another one first: snapup be activate NAME";
            case NO_SPACE -> "free some: snapup be list -s, then snapup be destroy NAME";
            case INTERNAL -> "the daemon's log has the details";
            default -> "";
        };
    }

    private static String job(@Nullable String subject) {
        return subject == null ? "" : subject;
    }
}
