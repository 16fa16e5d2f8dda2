package org.snapup.client;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A buffered stream that remembers why it failed: a {@code PrintStream} only remembers that. */
final class Output extends FilterOutputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private @Nullable IOException failure;

    Output(OutputStream bytes) {
        super(new BufferedOutputStream(bytes, BUFFER_BYTES));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        failure = failure == null ? e : failure;
        return failure;
    }

    /** Null while all is well. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Whoever read it has gone, as {@code head} does: nobody is there to be told. */
    boolean hasNoReader() {
        return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
