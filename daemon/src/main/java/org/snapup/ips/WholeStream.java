package org.snapup.ips;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads streams whose length is mostly known. */
public final class WholeStream {
    private WholeStream() {}

    /**
     * As {@link InputStream#readNBytes(int)}, in one piece where the stream says truly how much there is.
     *
     * @param limit bytes to read at most
     */
    public static byte[] read(InputStream in, int limit) throws IOException {
        byte[] bytes = new byte[Math.min(in.available(), limit)];
        int length = in.readNBytes(bytes, 0, bytes.length);
        int next = length < limit ? in.read() : -1;
        if (next < 0) {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
        byte[] rest = in.readNBytes(limit - length - 1);
        byte[] all = Arrays.copyOf(bytes, length + 1 + rest.length);
        all[length] = (byte) next;
        System.arraycopy(rest, 0, all, length + 1, rest.length);
        return all;
    }
}
