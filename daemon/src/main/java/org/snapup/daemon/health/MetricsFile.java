package org.snapup.daemon.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the measurements to a file now and then, for a collector such as node_exporter's, on a thread of its own. Who
 * reads it sees the whole of one time or another. The file goes when the daemon stops, so that nobody takes it for news.
 */
public final class MetricsFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);

    private final Path file;
    private final Supplier<String> text;
    private final ScheduledExecutorService thread;
    private boolean failing;

    private MetricsFile(Path file, Supplier<String> text) {
        this.file = file;
        this.text = text;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, "metrics");
            created.setDaemon(true);
            return created;
        });
    }

    /** Writes it at once and then at each interval. */
    public static MetricsFile start(Path file, Duration interval, Supplier<String> text) {
        MetricsFile metrics = new MetricsFile(file, text);
        ScheduledFuture<?> unused =
                metrics.thread.scheduleWithFixedDelay(metrics::write, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return metrics;
    }

    /** A failure is logged once, until it works again. */
    private void write() {
        try {
            replace(file, text.get());
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.atWarn().setCause(e).addKeyValue("file", file).log("measurements not written");
            }
            failing = true;
        }
    }

    /** The temporary name doesn't end as the file's does, so that no collector reads it; links are not followed. */
    static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".snapup~");
        Files.deleteIfExists(temporary);
        try (FileChannel out = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        // an interrupt would leave the temporary file
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.atWarn().addKeyValue("file", file).log("measurements still being written");
            }
            Files.deleteIfExists(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("measurements not removed");
        }
    }
}
