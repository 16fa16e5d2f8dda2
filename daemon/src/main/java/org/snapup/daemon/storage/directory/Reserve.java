package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** A file that is there only to be removed on a full filesystem. */
final class Reserve {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Disk disk;
    private final long bytes;

    Reserve(Disk disk, long bytes) {
        this.disk = disk;
        this.bytes = bytes;
    }

    /** How much is kept now. */
    long held() throws IOException {
        Path file = disk.layout().reserve();
        return Files.exists(file) ? Files.size(file) : 0;
    }

    void release() throws IOException {
        Files.deleteIfExists(disk.layout().reserve());
        Files.deleteIfExists(unfinished());
    }

    /** Leaves it released while there is no space for it. */
    void take() throws IOException {
        if (bytes == 0 || Files.exists(disk.layout().reserve())) {
            return;
        }
        if (Files.getFileStore(disk.layout().root()).getUsableSpace() < bytes) {
            return;
        }
        disk.prepare();
        try {
            fill();
            disk.durable().move(unfinished(), disk.layout().reserve());
        } catch (IOException e) {
            Files.deleteIfExists(unfinished());
            if (Files.getFileStore(disk.layout().root()).getUsableSpace() >= bytes) {
                throw e;
            }
        }
    }

    /** Random bytes: a filesystem that compresses would keep nothing for zeros. */
    private void fill() throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        SplittableRandom random = new SplittableRandom();
        disk.crash().before("fill the reserve");
        try (FileChannel out = FileChannel.open(
                unfinished(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (long left = bytes; left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                ByteBuffer part = ByteBuffer.wrap(chunk, 0, (int) Math.min(left, chunk.length));
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
    }

    private Path unfinished() {
        return disk.layout().making().resolve(Layout.RESERVE);
    }
}
