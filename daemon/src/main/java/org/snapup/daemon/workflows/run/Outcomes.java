package org.snapup.daemon.workflows.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;

/** How jobs end, in words. */
public final class Outcomes {
    private Outcomes() {}

    /** The job did what was asked for. */
    public static Outcome done(String text, @Nullable String be) {
        return new Outcome(Result.DONE, Outcome.EXIT_DONE, text, null, be);
    }

    /** The job failed, and all is as before; the text says what turned it, then how things stand. */
    public static Outcome undone(Work work, String state, @Nullable String be) {
        return new Outcome(
                Result.UNDONE,
                Outcome.EXIT_FAILED,
                sentence(work.trail().errorText()) + " " + state,
                work.trail().error().orElse(ErrorCode.INTERRUPTED.varlinkName()),
                be);
    }

    /** The job failed and left a BE that holds the state from before. */
    public static Outcome recoverable(Work work, String state, String be) {
        return new Outcome(
                Result.RECOVERABLE,
                Outcome.EXIT_FAILED,
                sentence(work.trail().errorText()) + " " + state,
                work.trail().error().orElse(ErrorCode.INTERRUPTED.varlinkName()),
                be);
    }

    /** The job failed, its BE may be partly changed, and what held the state from before is gone. */
    public static Outcome lost(Work work, String state, String be) {
        return new Outcome(
                Result.LOST,
                Outcome.EXIT_FAILED,
                sentence(work.trail().errorText()) + " " + state,
                work.trail().error().orElse(ErrorCode.INTERRUPTED.varlinkName()),
                be);
    }

    /** The end of a job that left everything as it was: there was nothing to do, or it failed before any change. */
    public static Outcome nothingLeft(Work work) {
        return work.trail()
                .find(Fact.NothingToDo.class)
                .map(fact -> new Outcome(Result.DONE, Outcome.EXIT_NOTHING_TO_DO, fact.text(), null, null))
                .orElseGet(() -> undone(work, "Nothing was changed.", null));
    }

    /** The text with a capital at its start and a full stop at its end. */
    static String sentence(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return trimmed;
        }
        String capital = trimmed.substring(0, 1).toUpperCase(Locale.ROOT) + trimmed.substring(1);
        String open = capital.endsWith(":") ? capital.substring(0, capital.length() - 1) : capital;
        return open.endsWith(".") ? open : open + ".";
    }
}
