package org.snapup.ips.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.snapup.ips.CacheFile;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.Unpacker;

/**
 * The contents of files, checked before the image is touched: those of remote origins are kept unpacked in a cache
 * directory, those of local folders are kept in a {@link Spool}, or where that has no room, read and checked again when they are
 * written. {@link #prefetch} and {@link #read} are for any number of threads, the rest for one.
 */
final class Payloads implements AutoCloseable {
    private static final WritableByteChannel NOWHERE = Channels.newChannel(OutputStream.nullOutputStream());

    private final ImagePackages packages;
    private final Path cache;
    private final Map<PackageSource, Repository> repositories = new ConcurrentHashMap<>();
    private final Map<Fmri, List<PackageSource>> sources = new ConcurrentHashMap<>();
    private final Set<PackageSource> unreachable = ConcurrentHashMap.newKeySet();
    private final Set<String> checked = ConcurrentHashMap.newKeySet();
    private final Spool spool;

    Payloads(ImagePackages packages, Path cache) {
        this.packages = packages;
        this.cache = cache;
        this.spool = Spool.open(cache.resolve(CacheFile.UNFINISHED));
    }

    /**
     * Makes sure that a content can be had.
     *
     * @param unpacker the calling thread's
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    void prefetch(PlannedAction planned, Unpacker unpacker) {
        String hash = hash(planned.action());
        if (!checked.add(hash)) {
            return;
        }
        from(planned, (repository, local) -> {
            if (local) {
                readThrough(repository, planned, hash, unpacker);
            } else if (!Files.exists(file(hash))) {
                download(repository, planned, file(hash), unpacker);
            }
        });
    }

    private void readThrough(Repository repository, PlannedAction planned, String hash, Unpacker unpacker) {
        Spool.Sink kept = spool.put(hash, planned.action().size());
        repository.payload(planned.fmri(), planned.action(), kept == null ? NOWHERE : kept, unpacker);
        if (kept != null) {
            kept.complete();
        }
    }

    /** Whether any origin is asked over a network. */
    boolean isRemote() {
        return packages.hasRemoteOrigins();
    }

    private static String hash(Action action) {
        String hash = action.hash();
        if (hash == null || hash.equals(Action.NO_HASH) || !Digests.isHex(hash)) {
            throw IpsException.corrupt("the action '" + action + "' has no hash: its package was published wrongly");
        }
        return hash;
    }

    private Path file(String hash) {
        return cache.resolve("payload").resolve(hash.substring(0, 2)).resolve(hash);
    }

    private void download(Repository repository, PlannedAction planned, Path file, Unpacker unpacker) {
        try {
            CacheFile.write(cache, file, out -> repository.payload(planned.fmri(), planned.action(), out, unpacker));
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't keep the content of " + file + ": " + e, e);
        }
    }

    /** Where a content goes. */
    interface Destination extends WritableByteChannel {
        /** Forgets what it was given, because an origin failed on the way. */
        void restart() throws IOException;
    }

    /**
     * Gives a content to a channel.
     *
     * @param unpacker the calling thread's
     * @param buffer the calling thread's; a direct one
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    void read(PlannedAction planned, Destination out, Unpacker unpacker, ByteBuffer buffer) {
        String hash = hash(planned.action());
        if (takeFromSpool(hash, out, buffer)) {
            return;
        }
        from(planned, (repository, local) -> {
            try {
                out.restart();
                if (local || !Files.exists(file(hash))) {
                    repository.payload(planned.fmri(), planned.action(), out, unpacker);
                } else {
                    copy(file(hash), out, buffer);
                }
            } catch (IOException e) {
                throw new IpsException(
                        IpsException.Kind.IO, "can't read the cached content " + file(hash) + ": " + e, e);
            }
        });
    }

    private boolean takeFromSpool(String hash, WritableByteChannel out, ByteBuffer buffer) {
        try {
            return spool.take(hash, out, buffer);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the content " + hash + " that was kept: " + e, e);
        }
    }

    private static void copy(Path file, WritableByteChannel out, ByteBuffer buffer) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(buffer.clear()) >= 0) {
                out.write(buffer.flip());
            }
        }
    }

    private interface Use {
        void on(Repository repository, boolean local);
    }

    /** Tries the mirrors and origins of a package in order; one that didn't answer is left for the end from then on. */
    private void from(PlannedAction planned, Use use) {
        IpsException last = null;
        for (PackageSource source : inTurn(planned.fmri())) {
            try {
                use.on(repositories.computeIfAbsent(source, Repository::open), source.isLocal());
                return;
            } catch (IpsException e) {
                if (e.kind() == IpsException.Kind.CANCELLED) {
                    throw e;
                }
                if (e.kind() == IpsException.Kind.IO) {
                    unreachable.add(source);
                }
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last != null
                ? last
                : IpsException.notFound("no origin offers " + planned.fmri() + " any more: refresh and plan again");
    }

    private List<PackageSource> inTurn(Fmri fmri) {
        List<PackageSource> all = sources.computeIfAbsent(fmri, packages::contentSources);
        if (unreachable.isEmpty()) {
            return all;
        }
        List<PackageSource> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(unreachable::contains));
        return sorted;
    }

    /** Gives up what was kept: nothing more will be written. */
    void release() {
        try {
            spool.close();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't close the contents that were kept: " + e, e);
        }
    }

    @Override
    public void close() {
        release();
        repositories.values().forEach(Repository::close);
    }
}
