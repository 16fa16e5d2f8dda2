package org.snapup.client.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that the launcher found on the standard output. Java can't ask it for its width: stty(1) does, once, and
 * again after the window has changed.
 */
public final class Terminal implements Screen {
    private static final int USUAL_COLUMNS = 80;
    private static final int STTY_LIMIT_MILLIS = 1000;

    /** 0: not measured, or the window has another size since. */
    private volatile int columns;

    private boolean listens;

    private Terminal() {}

    /** The screen, from what the launcher saw and the environment says. */
    public static Screen detect(boolean seenByLauncher, Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return seenByLauncher && !kind.isEmpty() && !kind.equals("dumb") ? new Terminal() : Screen.NONE;
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public int columns() {
        int known = columns;
        if (known == 0) {
            if (!listens) {
                listens = true;
                Signals.on("WINCH", () -> columns = 0);
            }
            known = measure();
            columns = known;
        }
        return known;
    }

    private static int measure() {
        Process stty = null;
        try {
            stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(STTY_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return USUAL_COLUMNS;
            }
            return columnsOf(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return USUAL_COLUMNS; // no stty, no controlling terminal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        } finally {
            end(stty);
        }
    }

    private static void end(@Nullable Process process) {
        if (process != null) {
            process.destroy();
        }
    }

    /** The second of the two numbers that stty prints; the usual one where a terminal doesn't know its size. */
    static int columnsOf(String rowsAndColumns) {
        String[] words = rowsAndColumns.trim().split(" ", -1);
        try {
            int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }
}
