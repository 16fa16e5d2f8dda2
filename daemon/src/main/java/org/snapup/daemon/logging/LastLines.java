package org.snapup.daemon.logging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Hands on what is written, and keeps the last of its lines for a diagnostic bundle. Safe on any thread. */
public final class LastLines extends OutputStream {
    private static final int MOST_LINES = 1000;
    private static final int LONGEST_LINE_BYTES = 4096;

    private final OutputStream out;
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param out where everything goes */
    public LastLines(OutputStream out) {
        this.out = out;
    }

    /** Those of standard error from now on. */
    public static LastLines ofStandardError() {
        LastLines lines = new LastLines(System.err);
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        return lines;
    }

    /** The lines, oldest first, each ended. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }

    @Override
    public synchronized void write(int value) throws IOException {
        out.write(value);
        keep((byte) value);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        for (int i = from; i < from + length; i++) {
            keep(bytes[i]);
        }
    }

    private void keep(byte value) {
        if (value != '\n') {
            if (line.size() < LONGEST_LINE_BYTES) {
                line.write(value);
            }
            return;
        }
        lines.addLast(line.toString(StandardCharsets.UTF_8));
        line.reset();
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
