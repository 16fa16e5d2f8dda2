package org.snapup.ips.execute;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Checked contents, one after the other in a few files without names, so that they are unpacked and checked once although
 * all must be there before the first is used. A content for which there is no room is not kept, and no error. For any number
 * of threads.
 */
final class Spool implements AutoCloseable {
    private static final long MOST_BYTES = 1L << 30;

    /** Part of the free space of its filesystem that it may take. */
    private static final int SHARE = 4;

    /** Two threads that write into one file wait for each other. */
    private static final int FILES = 4;

    private final List<Part> parts;
    private final long room;
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    private record Part(FileChannel channel, AtomicLong end) {}

    private record Place(FileChannel channel, long offset, long length) {}

    private Spool(List<Part> parts, long room) {
        this.parts = parts;
        this.room = room;
    }

    /** Opens an empty one in a folder, which is made if it isn't there; one without room where that can't be done. */
    static Spool open(Path folder) {
        List<Part> parts = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < FILES; i++) {
                parts.add(new Part(openNameless(folder), new AtomicLong()));
            }
            return new Spool(
                    parts, Math.min(MOST_BYTES, Files.getFileStore(folder).getUsableSpace() / SHARE));
        } catch (IOException e) {
            return new Spool(parts, 0);
        }
    }

    private static FileChannel openNameless(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".spool", "");
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
    }

    /** Puts one content in: what is written to it is kept once it is {@link Sink#complete}. Null if there is no room. */
    @Nullable
    Sink put(String hash, long length) {
        if (parts.isEmpty() || taken.get() + length > room) {
            return null;
        }
        taken.addAndGet(length);
        Part part = parts.get((int) (Thread.currentThread().getId() % parts.size()));
        return new Sink(part.channel, hash, part.end.getAndAdd(length), length);
    }

    /** Gives a content to a channel, which takes each buffer whole; false if it isn't here. */
    boolean take(String hash, WritableByteChannel out, ByteBuffer buffer) throws IOException {
        Place place = places.get(hash);
        if (place == null) {
            return false;
        }
        for (long at = 0; at < place.length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), place.length - at));
            int count = place.channel.read(buffer, place.offset + at);
            if (count < 0) {
                throw new IOException("it is shorter than what was written");
            }
            out.write(buffer.flip());
            at += count;
        }
        return true;
    }

    /** One content on its way in. Confined to one thread. */
    final class Sink implements WritableByteChannel {
        private final FileChannel file;
        private final String hash;
        private final long offset;
        private final long length;
        private long at;
        private boolean failed;

        private Sink(FileChannel file, String hash, long offset, long length) {
            this.file = file;
            this.hash = hash;
            this.offset = offset;
            this.length = length;
        }

        /** Takes all of it, whether it is kept or not. */
        @Override
        public int write(ByteBuffer content) {
            int count = content.remaining();
            failed |= at + count > length;
            try {
                while (content.hasRemaining() && !failed) {
                    at += file.write(content, offset + at);
                }
            } catch (IOException e) {
                failed = true; // no room: it is read again when it is needed
            }
            content.position(content.limit());
            return count;
        }

        /** The content is whole and checked. */
        void complete() {
            if (!failed && at == length) {
                places.put(hash, new Place(file, offset, length));
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing of its own
        }
    }

    @Override
    public void close() throws IOException {
        places.clear();
        IOException failure = null;
        for (Part part : parts) {
            try {
                part.channel.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
