package org.snapup.ips.repo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** Keeps other writers out of a publisher of a repository: the lock that pkg(1)'s tools take, {@code tmp/lock}. */
final class PublisherLock implements Closeable {
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
        Path file = layout.temporary(publisher).resolve("lock");
        try {
            Files.createDirectories(layout.temporary(publisher));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IpsException(
                        IpsException.Kind.LOCKED,
                        "somebody else is writing to " + publisher + " in " + layout.root() + ": try again later");
            }
            return new PublisherLock(channel);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't lock " + file + ": " + e, e);
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
