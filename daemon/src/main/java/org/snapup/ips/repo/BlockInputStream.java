package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read in blocks: its single bytes come by way of {@link #read(byte[], int, int)}. */
public abstract class BlockInputStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        int length = read(one, 0, 1);
        return length < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;
}
