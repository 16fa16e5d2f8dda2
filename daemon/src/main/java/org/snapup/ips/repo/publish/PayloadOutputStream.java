package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Compresses a payload as pkgsend(1) does. It knows its own files by the first ten bytes: where it finds others, it
 * publishes packages with the hashes of what it would have stored, and no pkg(1) can install those.
 */
public final class PayloadOutputStream extends DeflaterOutputStream {
    // no name, no time, best compression, unknown system
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 2, (byte) 0xff};

    private final CRC32 checksum = new CRC32();

    PayloadOutputStream(OutputStream out, int buffer) throws IOException {
        super(out, new Deflater(Deflater.BEST_COMPRESSION, true), buffer);
        out.write(HEADER);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        super.write(bytes, offset, length);
        checksum.update(bytes, offset, length);
    }

    @Override
    public void finish() throws IOException {
        if (def.finished()) {
            return;
        }
        super.finish();
        out.write(ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) def.getBytesRead())
                .array());
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            def.end();
        }
    }
}
