package org.snapup.ffi.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The end of a pipe that is read from. Not for several threads at once. */
public final class PipeInput extends InputStream {
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16384));

    private final SpawnCalls calls;
    private int fd;
    private boolean ready;

    PipeInput(SpawnCalls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    /** Whether, as {@link SpawnedProcess#look} last saw it, a read doesn't wait. */
    public boolean isReady() {
        return ready;
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    /** -1 once it is closed. */
    int descriptor() {
        return fd;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (fd < 0) {
            throw new IOException("the pipe is closed");
        }
        ByteBuffer buffer = BUFFER.get().clear();
        int count = calls.read(fd, buffer.limit(Math.min(length, buffer.capacity())));
        if (count == 0 && length > 0) {
            return -1;
        }
        buffer.get(bytes, offset, count);
        return count;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            calls.close(fd);
            fd = -1;
            ready = false;
        }
    }
}
