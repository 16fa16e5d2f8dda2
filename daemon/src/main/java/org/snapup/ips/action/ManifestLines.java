package org.snapup.ips.action;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The logical lines of a manifest: blanks at the start cut off, lines that end in a backslash joined with the next,
 * empty lines and comments left out. Bounded, for a manifest comes from a repository.
 */
final class ManifestLines {
    /** No logical line is longer, in characters. */
    static final int MAX_LENGTH = 4 << 20;

    private final Reader reader;
    private final char[] buffer = new char[16 << 10];
    private final StringBuilder line = new StringBuilder();
    private int next;
    private int filled;
    private int lineNumber;
    private boolean afterReturn;

    ManifestLines(Reader reader) {
        this.reader = reader;
    }

    /** Of the last physical line that {@link #read} took, from 1. */
    int lineNumber() {
        return lineNumber;
    }

    /** The next logical line; null at the end. A continuation that the end cuts off is dropped, as pkg(1) does. */
    @Nullable
    String read() throws IOException {
        line.setLength(0);
        while (true) {
            int start = line.length();
            if (!appendPhysical(start)) {
                return null;
            }
            lineNumber++;
            int last = line.length() - 1;
            if (last >= start && line.charAt(last) == '\\') {
                line.setLength(last);
                continue;
            }
            if (line.length() > 0 && line.charAt(0) != '#') {
                return line.toString();
            }
            line.setLength(0);
        }
    }

    private boolean appendPhysical(int start) throws IOException {
        boolean any = false;
        while (fill()) {
            any = true;
            int from = next;
            while (next < filled && buffer[next] != '\n' && buffer[next] != '\r') {
                next++;
            }
            append(from, start);
            if (next < filled) {
                afterReturn = buffer[next++] == '\r';
                return true;
            }
        }
        return any;
    }

    private void append(int from, int start) {
        int begin = from;
        if (line.length() == start) {
            while (begin < next && Character.isWhitespace(buffer[begin])) {
                begin++;
            }
        }
        if (line.length() + (next - begin) > MAX_LENGTH) {
            throw IpsException.badInput("line " + (lineNumber + 1) + " of the manifest is longer than " + MAX_LENGTH
                    + " characters: this is no manifest, or a damaged one");
        }
        line.append(buffer, begin, next - begin);
    }

    private boolean fill() throws IOException {
        if (next == filled) {
            next = 0;
            filled = Math.max(0, reader.read(buffer));
        }
        if (afterReturn && next < filled) {
            afterReturn = false;
            if (buffer[next] == '\n') {
                next++;
                return fill();
            }
        }
        return next < filled;
    }
}
