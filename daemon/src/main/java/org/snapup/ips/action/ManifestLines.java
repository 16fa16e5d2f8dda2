package org.snapup.ips.action;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.snapup.ips.IpsException;

/**
 * The logical lines of a manifest: blanks at the start cut off, lines that end in a backslash joined with the next,
 * empty lines and comments left out. Bounded, for a manifest comes from a repository. Lines stay bytes: a manifest is nearly
 * always ASCII, and most of its text is never looked at.
 */
final class ManifestLines {
    /** No logical line is longer, in bytes. */
    static final int MAX_LENGTH = 4 << 20;

    private static final int BUFFER = 16 << 10;
    private static final int VERTICAL_TAB = 0x0b;
    private static final int SEPARATORS = 0x1c;

    private final InputStream in;
    private byte[] buffer;
    private boolean isOwn;
    private int start;
    private int end;
    private int next;
    private int filled;
    private int lineNumber;

    ManifestLines(InputStream in) {
        this.in = in;
        buffer = new byte[BUFFER];
        isOwn = true;
    }

    /** @param text stays as it is, and may not be changed before the last line was read */
    ManifestLines(byte[] text) {
        in = InputStream.nullInputStream();
        buffer = text;
        filled = text.length;
    }

    /** Of the last physical line that {@link #read} took, from 1. */
    int lineNumber() {
        return lineNumber;
    }

    /** Holds the line, from {@link #start} to {@link #end}, until the next {@link #read}. */
    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /**
     * Goes on to the next logical line; false at the end. A continuation that the end cuts off is dropped, as pkg(1) does.
     */
    boolean read() throws IOException {
        start = next;
        end = next;
        int length = 0;
        while (readPhysical()) {
            boolean continued = end - start > length && buffer[end - 1] == '\\'; // not that of the line before
            if (continued) {
                end--;
                length = end - start;
            } else if (end > start && buffer[start] != '#') {
                return true;
            } else {
                start = next;
                end = next;
                length = 0;
            }
        }
        return false;
    }

    /** Adds the next line of the file to what is from start to end; false where there is none. */
    private boolean readPhysical() throws IOException {
        if (next == filled && !fill()) {
            return false;
        }
        lineNumber++;
        boolean ended = false;
        boolean blank = true;
        while (!ended && (next < filled || fill())) {
            while (blank && next < filled && isSpace(buffer[next])) {
                next++;
            }
            int to = endOfLine(next);
            if (next < to) {
                blank = false;
                append(to);
            }
            next = to;
            ended = next < filled;
            checkLength();
        }
        if (ended && buffer[next++] == '\r' && (next < filled || fill()) && buffer[next] == '\n') {
            next++;
        }
        return true;
    }

    /** Adds what comes next, up to a place, to the line. */
    private void append(int to) {
        if (start == end) {
            start = next;
            end = to;
            return;
        }
        if (end != next) {
            ownBuffer();
            System.arraycopy(buffer, next, buffer, end, to - next);
        }
        end += to - next;
    }

    private void ownBuffer() {
        if (!isOwn) {
            buffer = buffer.clone();
            isOwn = true;
        }
    }

    private void checkLength() {
        if (end - start > MAX_LENGTH) {
            throw IpsException.badInput("line " + lineNumber + " of the manifest is longer than " + MAX_LENGTH
                    + " bytes: this is no manifest, or a damaged one");
        }
    }

    private int endOfLine(int from) {
        byte[] bytes = buffer;
        int to = from;
        while (to < filled && bytes[to] != '\n' && bytes[to] != '\r') {
            to++;
        }
        return to;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == VERTICAL_TAB || b == '\f' || (b >= SEPARATORS && b < ' ');
    }

    /** Reads more behind what is there, of which only the line under way is kept. */
    private boolean fill() throws IOException {
        checkLength();
        if (!isOwn) {
            return false; // all is there
        }
        int length = end - start;
        if (length > buffer.length / 2) {
            buffer = Arrays.copyOfRange(buffer, start, start + 2 * buffer.length);
        } else if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, length);
        }
        start = 0;
        end = length;
        next = length;
        filled = length + Math.max(0, in.read(buffer, length, buffer.length - length));
        return next < filled;
    }
}
