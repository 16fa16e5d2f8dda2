package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/**
 * Where the regular files of an uncompressed tar archive are: ustar, pax and GNU headers. Names are without {@code ./}
 * in front; nothing is ever written by them.
 */
final class TarIndex {
    private static final int BLOCK = 512;

    /** What counts of extended headers. */
    private static final Set<String> KEYS = Set.of("path", "size");

    private static final int MAX_EXTENSION = 1 << 20;

    /** Bytes of a name; no path in an image is longer. */
    private static final int MAX_NAME = 4096;

    /** Bytes of a file in the archive. */
    record Place(long offset, long size) {}

    private final FileChannel channel;
    private final String source;
    private final SortedMap<String, Place> files = new TreeMap<>();
    private final HeapBudget memory;

    private TarIndex(FileChannel channel, String source, HeapBudget memory) {
        this.memory = memory;
        this.channel = channel;
        this.source = source;
    }

    /**
     * Reads the headers.
     *
     * @param memory what there is for the names
     * @throws IpsException CORRUPT if it is no tar archive, or cut off
     */
    static TarIndex read(FileChannel channel, String source, HeapBudget memory) throws IOException {
        TarIndex index = new TarIndex(channel, source, memory);
        index.scan();
        return index;
    }

    SortedMap<String, Place> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    private void scan() throws IOException {
        long end = channel.size();
        long at = 0;
        Map<String, String> extension = new HashMap<>();
        while (at + BLOCK <= end) {
            byte[] header = bytes(at, BLOCK);
            if (isZero(header)) {
                return;
            }
            checkSum(header, at);
            char type = (char) header[156];
            String extendedSize = type == 'x' || type == 'L' ? null : extension.get("size");
            long size = extendedSize == null ? number(header, 124, 12, at) : decimal(extendedSize, at);
            long data = at + BLOCK;
            if (size < 0 || size > end - data) {
                throw corrupt("the file at byte " + at + " is cut off");
            }
            if (type == 'x' || type == 'L') {
                readExtension(type, data, size, extension);
            } else {
                if (type == '0' || type == 0) {
                    add(extension.getOrDefault("path", name(header)), new Place(data, size));
                }
                if (type != 'g') {
                    extension.clear();
                }
            }
            at = data + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        throw corrupt("its end is missing");
    }

    private void add(String name, Place place) {
        if (name.length() > MAX_NAME) {
            throw corrupt("the name of the file at byte " + place.offset + " is too long");
        }
        memory.take(2L * HeapBudget.NODE + 2L * name.length(), "the package archive " + source);
        files.put(name.startsWith("./") ? name.substring(2) : name, place);
    }

    private void readExtension(char type, long data, long size, Map<String, String> extension) throws IOException {
        if (size > MAX_EXTENSION) {
            throw corrupt("the header at byte " + (data - BLOCK) + " is too long");
        }
        byte[] bytes = bytes(data, (int) size);
        if (type == 'L') {
            extension.put("path", text(bytes, 0, bytes.length));
            return;
        }
        // records "LENGTH KEY=VALUE\n", the length being that of the record
        int at = 0;
        while (at < bytes.length) {
            int space = at;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            long length = decimal(new String(bytes, at, space - at, StandardCharsets.US_ASCII), data);
            if (length <= space - at + 1 || length > bytes.length - at) {
                throw corrupt("the header at byte " + (data - BLOCK) + " is damaged");
            }
            String record = new String(bytes, space + 1, at + (int) length - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0 && KEYS.contains(record.substring(0, equals))) {
                extension.put(record.substring(0, equals), record.substring(equals + 1));
            }
            at += (int) length;
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    // Octal digits, or from GNU tar a binary number marked by the highest bit.
    private long number(byte[] header, int from, int length, long at) {
        if ((header[from] & 0x80) != 0) {
            long value = 0;
            for (int i = from + length - 8; i < from + length; i++) {
                value = value << 8 | (header[i] & 0xff);
            }
            return value;
        }
        String digits = text(header, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw corrupt("the header at byte " + at + " is damaged");
        }
    }

    private long decimal(String digits, long at) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw corrupt("the header at byte " + at + " is damaged");
        }
    }

    private void checkSum(byte[] header, long at) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8, at)) {
            throw corrupt("at byte " + at + " there is no header");
        }
    }

    private static boolean isZero(byte[] header) {
        return Arrays.equals(header, new byte[BLOCK]);
    }

    private IpsException corrupt(String what) {
        return IpsException.corrupt(
                "the package archive " + source + " can't be read: " + what + "; fetch or make it again");
    }

    private byte[] bytes(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at + buffer.position());
            if (count < 0) {
                throw corrupt("its end is missing");
            }
        }
        return buffer.array();
    }

    /** A file of the archive; null if there is none of that name. Several may be read at once. */
    @Nullable
    InputStream open(String name) {
        Place place = files.get(name);
        return place == null ? null : new Slice(channel, place);
    }

    private static final class Slice extends BlockInputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        Slice(FileChannel channel, Place place) {
            this.channel = channel;
            this.at = place.offset;
            this.end = place.offset + place.size;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (at == end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - at);
            int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), at);
            at += Math.max(count, 0);
            return count;
        }
    }
}
