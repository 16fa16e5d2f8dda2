package org.snapup.ffi.spawn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The end of a pipe that is written to, without a buffer of its own. Not for several threads at once. */
public final class PipeOutput extends OutputStream {
    private static final int PIPE_BYTES = 1 << 16;

    private final SpawnCalls calls;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIPE_BYTES);
    private int fd;

    PipeOutput(SpawnCalls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (fd < 0) {
            throw new IOException("the pipe is closed");
        }
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, PIPE_BYTES);
            calls.write(fd, buffer.clear().put(bytes, offset + done, part).flip());
            done += part;
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            calls.close(fd);
            fd = -1;
        }
    }
}
