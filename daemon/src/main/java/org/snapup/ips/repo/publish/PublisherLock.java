package org.snapup.ips.repo.publish;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.RepositoryLayout;

/** Keeps other writers out of a publisher of a repository: the lock that pkg(1)'s tools take, {@code tmp/lock}. */
public final class PublisherLock implements Closeable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;

    private PublisherLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws IpsException LOCKED if somebody has it, IO
     */
    static PublisherLock take(RepositoryLayout layout, String publisher) {
        return take(layout, publisher, Duration.ZERO);
    }

    /**
     * Takes it when whoever has it lets go, as many packages are published at the same time by {@code make -j}.
     *
     * @throws IpsException LOCKED if somebody has it for longer than {@code patience}, IO, CANCELLED
     */
    static PublisherLock take(RepositoryLayout layout, String publisher, Duration patience) {
        long start = System.nanoTime();
        while (true) {
            PublisherLock lock = attempt(layout, publisher);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                String since = patience.isZero() ? "is writing" : "has been writing for " + patience.toSeconds() + " s";
                throw new IpsException(
                        IpsException.Kind.LOCKED,
                        "somebody else " + since + " to " + publisher + " in " + layout.root() + ": try again later");
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IpsException(IpsException.Kind.CANCELLED, "stopped waiting to write to " + publisher, e);
            }
        }
    }

    private static @Nullable PublisherLock attempt(RepositoryLayout layout, String publisher) {
        Path file = layout.temporary(publisher).resolve("lock");
        try {
            Files.createDirectories(layout.temporary(publisher));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean taken = false;
            try {
                taken = tryLock(channel) != null;
                return taken ? new PublisherLock(channel) : null;
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't lock " + file + ": " + e + "; check free space and permissions", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Releases it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't release a lock: " + e, e);
        }
    }
}
