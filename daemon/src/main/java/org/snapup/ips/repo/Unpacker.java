package org.snapup.ips.repo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;

/**
 * Unpacks payloads and checks them on the way. It keeps its buffers and digests from one payload to the next, because most
 * are small, and there are tens of thousands of them. For one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>, the format of gzip
 */
public final class Unpacker implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATED = 8;
    private static final int HEADER_CHECK = 1 << 1;
    private static final int EXTRA_FIELD = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final byte[] packed = new byte[BUFFER];
    private final ByteBuffer content = ByteBuffer.allocateDirect(BUFFER);
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final PayloadCheck check = new PayloadCheck();
    private @Nullable InputStream stored;
    private int next;
    private int filled;

    /**
     * Unpacks one.
     *
     * @param stored as a repository has it: gzip
     * @param out gets all of it, or what came before a mistake was found; each buffer has to be taken whole
     * @return what is wrong, null if nothing
     * @throws IOException of the stream or the channel
     * @throws org.snapup.ips.IpsException BAD_INPUT if the action's hash is of no known kind
     */
    @Nullable
    String unpack(InputStream stored, Action action, WritableByteChannel out) throws IOException {
        check.begin(action);
        this.stored = stored;
        next = 0;
        filled = 0;
        try {
            readHeader();
            do {
                String problem = inflate(out);
                if (problem != null) {
                    return problem;
                }
            } while (anotherFollows());
            return isLongAfterIt() ? "much follows the end of its gzip data" : check.finish();
        } catch (ZipException | DataFormatException | EOFException e) {
            return "its gzip data is broken (" + e.getMessage() + ")";
        } finally {
            this.stored = null;
        }
    }

    private @Nullable String inflate(WritableByteChannel out) throws IOException, DataFormatException {
        inflater.reset();
        checksum.reset();
        inflater.setInput(packed, next, filled - next);
        while (!inflater.finished()) {
            content.clear();
            if (inflater.inflate(content) == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("it needs a dictionary");
                }
                if (!fill()) {
                    throw new EOFException("it ends too early");
                }
                inflater.setInput(packed, 0, filled);
            }
            content.flip();
            String problem = check.update(content);
            if (problem != null) {
                return problem;
            }
            checksum.update(content.rewind());
            out.write(content.rewind());
        }
        next = filled - inflater.getRemaining();
        if (littleEndian(4) != checksum.getValue()) {
            throw new ZipException("its checksum is wrong");
        }
        if (littleEndian(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("its length is wrong");
        }
        return null;
    }

    private void readHeader() throws IOException {
        if (littleEndian(2) != MAGIC) {
            throw new ZipException("it is not in GZIP format");
        }
        readRestOfHeader();
    }

    private void readRestOfHeader() throws IOException {
        if (read() != DEFLATED) {
            throw new ZipException("it is compressed by an unknown method");
        }
        int flags = read();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("its header has unknown flags");
        }
        skip(6); // time, level, system
        if ((flags & EXTRA_FIELD) != 0) {
            skip((int) littleEndian(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECK) != 0) {
            skip(2);
        }
    }

    /** Whether more gzip data follows. */
    private boolean anotherFollows() throws IOException {
        if (more() && (packed[next] & 0xff) == (MAGIC & 0xff)) {
            next++;
            if (more() && (packed[next] & 0xff) == MAGIC >> 8) {
                next++;
                readRestOfHeader();
                return true;
            }
        }
        return false;
    }

    /** Reads to the end, so that a copy is whole, and a connection serves the next request. A little is left over. */
    private boolean isLongAfterIt() throws IOException {
        long rest = (long) filled - next;
        while (rest <= BUFFER && fill()) {
            rest += filled;
        }
        return rest > BUFFER;
    }

    private long littleEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) read() << (8 * i);
        }
        return value;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            read();
        }
    }

    private void skipText() throws IOException {
        int character;
        do {
            character = read();
        } while (character != 0);
    }

    private int read() throws IOException {
        if (!more()) {
            throw new EOFException("it ends too early");
        }
        return packed[next++] & 0xff;
    }

    private boolean more() throws IOException {
        return next < filled || fill();
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = stored == null ? 0 : Math.max(0, stored.read(packed, 0, BUFFER));
        return filled > 0;
    }

    /** Frees what isn't on the heap. */
    @Override
    public void close() {
        inflater.end();
    }
}
