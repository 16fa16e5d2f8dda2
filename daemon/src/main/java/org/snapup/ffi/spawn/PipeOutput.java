package org.snapup.ffi.spawn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The end of a pipe that is written to, without a buffer of its own. Not for several threads at once. */
public final class PipeOutput extends OutputStream {
    private static final int EINTR = 4;
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
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, PIPE_BYTES);
            buffer.clear().put(bytes, offset + done, part).flip();
            while (buffer.hasRemaining()) {
                buffer.position(buffer.position() + writeSome());
            }
            done += part;
        }
    }

    private int writeSome() throws IOException {
        if (fd < 0) {
            throw new IOException("the pipe is closed");
        }
        long count = calls.write(fd, buffer.slice(), buffer.remaining());
        if (count >= 0) {
            return (int) count;
        }
        int error = LastError.getLastError(Runtime.getSystemRuntime());
        if (error != EINTR) {
            throw new IOException("write to a pipe: " + calls.strerror(error));
        }
        return 0;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            calls.close(fd);
            fd = -1;
        }
    }
}
