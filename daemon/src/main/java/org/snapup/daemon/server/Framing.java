package org.snapup.daemon.server;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into messages at the NUL that ends each. Confined to the connection's event loop. */
final class Framing {
    private static final int SMALL = 512;

    private final int longest;
    private byte[] buffer = new byte[SMALL];
    private int start;
    private int scanned;
    private int end;

    /** @param longest bytes that a message may have, the NUL not counted */
    Framing(int longest) {
        this.longest = longest;
    }

    void append(ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (end + count > buffer.length) {
            int held = end - start;
            byte[] roomy =
                    held + count <= buffer.length / 2 ? buffer : new byte[Math.max(buffer.length, 2 * (held + count))];
            System.arraycopy(buffer, start, roomy, 0, held);
            buffer = roomy;
            scanned -= start;
            start = 0;
            end = held;
        }
        bytes.readBytes(buffer, end, count);
        end += count;
    }

    /**
     * The next whole message without its NUL, null while there is none.
     *
     * @throws IOException when it is longer than it may be
     */
    byte @Nullable [] next() throws IOException {
        while (scanned < end && buffer[scanned] != 0) {
            scanned++;
        }
        if (scanned - start > longest) {
            throw new IOException("a message longer than " + longest + " bytes");
        }
        if (scanned == end) {
            return null;
        }
        byte[] message = Arrays.copyOfRange(buffer, start, scanned);
        start = ++scanned;
        if (start == end) {
            start = scanned = end = 0;
            if (buffer.length > SMALL) {
                buffer = new byte[SMALL];
            }
        }
        return message;
    }

    /** The beginning of a message is here, and not its end. */
    boolean isInside() {
        return start < end;
    }
}
