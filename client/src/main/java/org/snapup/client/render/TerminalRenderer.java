package org.snapup.client.render;

import static java.util.Objects.requireNonNullElse;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.terminal.Screen;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Outcome;

/**
 * A line for each phase, and the last of them alive: it is written over until its phase ends.
 *
 * <pre>
 *   snapshot       done
 *   download       [##########----------]  120/340  12.0M/24.0M  3.12M/s
 * </pre>
 */
public final class TerminalRenderer implements Renderer {
    private static final int NAME_COLUMNS = 14;
    private static final int LEAST_BAR = 10;
    private static final int WIDEST_BAR = 30;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final boolean verbose;
    private String alive = "";
    private @Nullable Pace pace;
    private boolean stepHadPhases;

    /** @param verbose the output of commands, too */
    public TerminalRenderer(PrintStream out, PrintStream err, Screen screen, boolean verbose) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.verbose = verbose;
    }

    @Override
    public void event(long job, Map<String, ?> object, @Nullable Event event) {
        if (event == null) {
            return;
        }
        switch (event.kind()) {
            case STATE, STATUS -> state(job, event);
            case STEP -> step(event);
            case NOTE -> above(Wording.text(event));
            case OUTPUT -> {
                if (verbose) {
                    above("  | " + Wording.text(event));
                }
            }
            case PROGRESS -> {
                if (event.progress() != null) {
                    progress(event, event.progress());
                }
            }
        }
        out.flush();
    }

    private void state(long job, Event event) {
        JobState state = event.state();
        if (state == JobState.QUEUED) {
            live("Job " + job + " is " + Wording.queued(event.position()));
        } else if (event.kind() == Event.Kind.STATE && state == JobState.RUNNING) {
            live("");
            out.println("Job " + job + " is running.");
        } else if (event.kind() == Event.Kind.STATE && state != null && state != JobState.ENDED) {
            endPhase();
            above("Job " + job + " is " + Wording.state(state) + ".");
        }
    }

    private void step(Event event) {
        endPhase();
        String name = name(requireNonNullElse(event.step(), "a step"));
        StepState state = requireNonNullElse(event.stepState(), StepState.STARTED);
        switch (state) {
            case STARTED -> {
                stepHadPhases = false;
                live(name + "...");
            }
            case DONE -> {
                live("");
                if (!stepHadPhases) {
                    out.println(name + "done");
                }
            }
            case FAILED -> {
                live("");
                out.println("  " + Wording.failedStep(event));
            }
        }
    }

    private void progress(Event event, Progress progress) {
        if (pace != null && pace.isOf(progress.phase())) {
            pace.advance(event, progress);
        } else {
            endPhase();
            pace = new Pace(event, progress);
            stepHadPhases = true;
        }
        live(line(pace));
    }

    private String line(Pace shown) {
        String name = name(shown.phase());
        String amounts = shown.amounts();
        double fraction = shown.fraction();
        int room = screen.columns() - 1 - name.length() - amounts.length() - "[]  ".length();
        if (fraction < 0 || room < LEAST_BAR) {
            return name + (amounts.isEmpty() ? "..." : amounts);
        }
        int width = Math.min(WIDEST_BAR, room);
        int filled = (int) (fraction * width);
        return name + "[" + "#".repeat(filled) + "-".repeat(width - filled) + "]  " + amounts;
    }

    private static String name(String phase) {
        String escaped = Escape.line(phase);
        return "  " + escaped + " ".repeat(Math.max(1, NAME_COLUMNS - escaped.length())) + " ";
    }

    /** The phase's last line stays. */
    private void endPhase() {
        if (pace != null) {
            pace = null;
            out.println();
            alive = "";
        }
    }

    /** Writes over the last line; cut to the screen, because a line that wraps can't be written over. */
    private void live(String text) {
        int room = screen.columns() - 1;
        String cut = text.codePointCount(0, text.length()) <= room
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(0, room)));
        if (!cut.equals(alive)) {
            out.print(CLEAR_LINE + cut);
        }
        alive = cut;
    }

    /** Writes a line that stays, above the one that lives. */
    private void above(String text) {
        String below = alive;
        live("");
        out.println(text);
        live(below);
    }

    @Override
    public void outcome(long job, Outcome outcome) {
        close();
        Wording.outcome(out, err, job, outcome);
    }

    @Override
    public void notice(String text) {
        String below = alive;
        live("");
        out.flush();
        err.println("snapup: " + Escape.lines(text, "  "));
        err.flush();
        live(below);
        out.flush();
    }

    @Override
    public void close() {
        if (pace == null) {
            live("");
        }
        endPhase();
        out.flush();
    }
}
