package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the first record of a {@code zfs send} stream says.
 *
 * <pre>
 *   bytes  0  record type, 0 for the first
 *          4  length of what follows the record
 *          8  magic 0x2F5BACBAC, which tells the byte order
 *         16  version and kind; the kind in the two lowest bits: 1 one snapshot, 2 a replication stream of many
 *         40  guid of the snapshot
 *         48  guid of the snapshot that it builds on, 0 for a whole one
 *         56  name of the snapshot, 256 bytes
 * </pre>
 *
 * @param guid of the snapshot that the stream makes, as zfs prints it
 */
record StreamHeader(String guid) {
    private static final int LENGTH = 312;
    private static final long MAGIC = 0x2F5BACBACL;
    private static final int MAGIC_AT = 8;
    private static final int KIND_AT = 16;
    private static final int GUID_AT = 40;
    private static final int BASE_AT = 48;
    private static final int COMPOUND = 2;

    /**
     * Looks at the stream's beginning without taking it away.
     *
     * @param in supports marks
     * @throws IOException when it is no stream that makes a whole dataset by itself
     */
    static StreamHeader read(InputStream in) throws IOException {
        in.mark(LENGTH);
        byte[] bytes = in.readNBytes(LENGTH);
        in.reset();
        if (bytes.length < LENGTH) {
            throw new IOException("it is too short for a stream that zfs send made");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong(MAGIC_AT) != MAGIC) {
            header.order(ByteOrder.BIG_ENDIAN);
        }
        if (header.getInt(0) != 0 || header.getLong(MAGIC_AT) != MAGIC) {
            throw new IOException("it is no stream that zfs send or snapup made");
        }
        if ((header.getLong(KIND_AT) & 3) == COMPOUND) {
            throw new IOException("it was made with zfs send -R or -p, whose properties could mount it over the running"
                    + " system; make it with zfs send alone, or with snapup be export");
        }
        if (header.getLong(BASE_AT) != 0) {
            throw new IOException("it is an incremental stream, which needs the snapshot that it builds on");
        }
        return new StreamHeader(Long.toUnsignedString(header.getLong(GUID_AT)));
    }
}
