package org.snapup.ips.repo;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.gzip.BlockGunzip;
import org.snapup.ips.action.Action;

/**
 * Unpacks payloads and checks them on the way. It keeps its buffers and digests from one payload to the next, because most
 * are small, and there are tens of thousands of them. For one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>, the format of gzip
 */
public final class Unpacker implements AutoCloseable {
    private static final int PACKED = 512 << 10;
    private static final int CONTENT = 1 << 20;

    /** Bytes that may follow the end of gzip data. */
    private static final int LEFT_OVER = 64 << 10;

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATED = 8;
    private static final int HEADER_CHECK = 1 << 1;
    private static final int EXTRA_FIELD = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    /** What was read and not yet used is what remains in it. */
    private final ByteBuffer packed = ByteBuffer.allocateDirect(PACKED);

    private final ByteBuffer content = ByteBuffer.allocateDirect(CONTENT);
    private final @Nullable BlockGunzip blocks;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final PayloadCheck check = new PayloadCheck();
    private @Nullable ReadableByteChannel stored;

    public Unpacker() {
        this(BlockGunzip.open().orElse(null));
    }

    /** @param blocks closed with it; null to do without */
    Unpacker(@Nullable BlockGunzip blocks) {
        this.blocks = blocks;
    }

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
    String unpack(ReadableByteChannel stored, Action action, WritableByteChannel out) throws IOException {
        check.begin(action);
        this.stored = stored;
        try {
            if (readWhole()) {
                check.takeStored(packed);
                if (unpackWhole(action)) {
                    return give(out);
                }
            }
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

    /** Reads until all is there; false if that is too much. */
    private boolean readWhole() throws IOException {
        packed.clear();
        int count = 0;
        while (count >= 0 && packed.hasRemaining()) {
            count = stored().read(packed);
        }
        packed.flip();
        return count < 0;
    }

    /** Most payloads are small. False where that can't be done, for whatever reason. */
    private boolean unpackWhole(Action action) {
        boolean says = action.get("pkg.size") != null;
        content.clear();
        if (blocks == null || (says && action.size() > content.limit())) {
            return false;
        }
        if (says) {
            content.limit((int) action.size());
        }
        return blocks.unpack(packed, content);
    }

    private @Nullable String give(WritableByteChannel out) throws IOException {
        String problem = check.update(content.flip());
        if (problem == null) {
            out.write(content.rewind());
        }
        return problem != null ? problem : check.finish();
    }

    private @Nullable String inflate(WritableByteChannel out) throws IOException, DataFormatException {
        inflater.reset();
        checksum.reset();
        inflater.setInput(packed);
        while (!inflater.finished()) {
            content.clear();
            if (inflater.inflate(content) == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("it needs a dictionary");
                }
                if (!fill()) {
                    throw new EOFException("it ends too early");
                }
                inflater.setInput(packed);
            }
            content.flip();
            String problem = check.update(content);
            if (problem != null) {
                return problem;
            }
            checksum.update(content.rewind());
            out.write(content.rewind());
        }
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
        if (nextIs(MAGIC & 0xff) && nextIs(MAGIC >> 8)) {
            readRestOfHeader();
            return true;
        }
        return false;
    }

    private boolean nextIs(int expected) throws IOException {
        if (!more() || (packed.get(packed.position()) & 0xff) != expected) {
            return false;
        }
        read();
        return true;
    }

    /** Reads to the end, so that a copy is whole, and a connection serves the next request. A little is left over. */
    private boolean isLongAfterIt() throws IOException {
        long rest = packed.remaining();
        while (rest <= LEFT_OVER && fill()) {
            rest += packed.remaining();
        }
        return rest > LEFT_OVER;
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
        return packed.get() & 0xff;
    }

    private boolean more() throws IOException {
        return packed.hasRemaining() || fill();
    }

    private boolean fill() throws IOException {
        int count = stored().read(packed.clear());
        packed.flip();
        return count > 0;
    }

    private ReadableByteChannel stored() {
        return Objects.requireNonNull(stored);
    }

    /** Frees what isn't on the heap. */
    @Override
    public void close() {
        if (blocks != null) {
            blocks.close();
        }
        inflater.end();
    }
}
