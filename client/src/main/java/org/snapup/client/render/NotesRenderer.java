package org.snapup.client.render;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;

/** Says only what a job notes, that it has to wait, and that it failed: for changes that are over at once. */
public final class NotesRenderer implements Renderer {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean quiet;
    private boolean waiting;

    /** @param quiet only that it failed */
    public NotesRenderer(PrintStream out, PrintStream err, boolean quiet) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void event(long job, Map<String, ?> object, @Nullable Event event) {
        if (event == null || quiet) {
            return;
        }
        if (event.kind() == Event.Kind.NOTE) {
            out.println(Wording.text(event));
        } else if (event.state() == JobState.QUEUED && event.position() != null && event.position() > 0 && !waiting) {
            waiting = true;
            notice("job " + job + ": " + Wording.queued(event.position()));
        }
    }

    @Override
    public void outcome(long job, Outcome outcome) {
        boolean done = outcome.exitStatus() == Outcome.EXIT_DONE && outcome.result() == Outcome.Result.DONE;
        if (!done && outcome.exitStatus() != Outcome.EXIT_NOTHING_TO_DO) {
            Wording.outcome(out, err, job, outcome);
        }
    }

    @Override
    public void notice(String text) {
        out.flush();
        err.println("snapup: " + Escape.lines(text, "  "));
    }

    @Override
    public void close() {
        out.flush();
    }
}
