package org.snapup.ips.execute.contents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.CacheFile;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.Unpacker;

/**
 * The contents of files, checked before the image is touched: those of remote origins are kept unpacked in a cache
 * directory, those of local folders in {@link Staging}. {@link #prefetch}, {@link #take} and {@link #read} are for any number of
 * threads, the rest for one.
 */
public final class Payloads implements AutoCloseable {
    private static final int LONGEST_HASH = 128;

    private final ImagePackages packages;
    private final Path cache;
    private final Map<PackageSource, Origin> origins = new ConcurrentHashMap<>();
    private final Map<Fmri, List<Origin>> offers = new ConcurrentHashMap<>();
    private final Map<String, Use> uses = new ConcurrentHashMap<>();
    private final Staging staging;

    /** What is known of a content by its hash. */
    private enum Use {
        /** One file needs it. */
        ONCE,
        /** That file can have the staged one. */
        ONCE_STAGED,
        /** Several files need it, and each needs a copy. */
        SEVERAL
    }

    /** @param cache where contents of remote origins are kept */
    public Payloads(ImagePackages packages, Path cache, Staging staging) {
        this.packages = packages;
        this.cache = cache;
        this.staging = staging;
    }

    /**
     * Makes sure that a content can be had.
     *
     * @param unpacker the calling thread's
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    void prefetch(PlannedAction planned, Unpacker unpacker) {
        String hash = hash(planned.action());
        if (uses.putIfAbsent(hash, Use.ONCE) != null) {
            uses.put(hash, Use.SEVERAL);
            return;
        }
        from(planned, (repository, local) -> {
            if (local) {
                stage(repository, planned, hash, unpacker);
            } else if (!Files.exists(file(hash))) {
                download(repository, planned, file(hash), unpacker);
            }
        });
    }

    private void stage(Repository repository, PlannedAction planned, String hash, Unpacker unpacker) {
        int mode = planned.kind() == ActionKind.FILE ? planned.action().mode() : 0600;
        try (Staging.Sink sink = staging.put(hash, mode)) {
            repository.payload(planned.fmri(), planned.action(), sink, unpacker);
            sink.complete();
        }
        uses.replace(hash, Use.ONCE, Use.ONCE_STAGED);
    }

    /** Whether any origin is asked over a network. */
    boolean isRemote() {
        return packages.hasRemoteOrigins();
    }

    private static String hash(Action action) {
        String hash = action.hash();
        if (hash == null || hash.length() > LONGEST_HASH || !Digests.isHex(hash)) {
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

    /** A file with the content and the mode of an action, for its caller to take away; null where it has to be read. */
    Staging.@Nullable Staged take(PlannedAction planned) {
        String hash = planned.action().hash();
        return hash != null && uses.remove(hash, Use.ONCE_STAGED) ? staging.place(hash) : null;
    }

    /** Where a content goes. */
    public interface Destination extends WritableByteChannel {
        /** Forgets what it was given, because an origin failed on the way. */
        void restart() throws IOException;

        @Override
        int write(ByteBuffer content);

        @Override
        default boolean isOpen() {
            return true;
        }

        /** Whoever opened it closes it. */
        @Override
        default void close() {}
    }

    /**
     * Gives a content to a channel.
     *
     * @param unpacker gives the calling thread's
     * @param buffer the calling thread's; a direct one
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    void read(PlannedAction planned, Destination out, Supplier<Unpacker> unpacker, ByteBuffer buffer) {
        String hash = hash(planned.action());
        if (staging.copy(hash, out, buffer)) {
            return;
        }
        from(planned, (repository, local) -> {
            try {
                out.restart();
                if (local || !Files.exists(file(hash))) {
                    repository.payload(planned.fmri(), planned.action(), out, unpacker.get());
                } else {
                    copy(file(hash), out, buffer);
                }
            } catch (IOException e) {
                throw new IpsException(
                        IpsException.Kind.IO, "can't read the cached content " + file(hash) + ": " + e, e);
            }
        });
    }

    private static void copy(Path file, WritableByteChannel out, ByteBuffer buffer) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(buffer.clear()) >= 0) {
                out.write(buffer.flip());
            }
        }
    }

    private interface Reading {
        void on(Repository repository, boolean local);
    }

    /** A mirror or an origin. */
    private static final class Origin {
        private final PackageSource source;
        private final boolean local;
        private volatile boolean silent;
        private @Nullable Repository repository;

        Origin(PackageSource source) {
            this.source = source;
            this.local = source.isLocal();
        }

        synchronized Repository repository() {
            if (repository == null) {
                repository = Repository.open(source);
            }
            return repository;
        }

        boolean isSilent() {
            return silent;
        }

        synchronized void close() {
            if (repository != null) {
                repository.close();
            }
        }
    }

    /** Tries the mirrors and origins of a package in order; one that didn't answer is left for the end from then on. */
    private void from(PlannedAction planned, Reading reading) {
        IpsException last = null;
        for (Origin origin : inTurn(planned.fmri())) {
            try {
                reading.on(origin.repository(), origin.local);
                return;
            } catch (IpsException e) {
                if (e.kind() == IpsException.Kind.CANCELLED) {
                    throw e;
                }
                if (e.kind() == IpsException.Kind.IO) {
                    origin.silent = true;
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

    private List<Origin> inTurn(Fmri fmri) {
        List<Origin> all = offers.computeIfAbsent(fmri, this::originsOf);
        if (all.size() < 2) {
            return all;
        }
        List<Origin> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Origin::isSilent));
        return sorted;
    }

    private List<Origin> originsOf(Fmri fmri) {
        return packages.contentSources(fmri).stream()
                .map(source -> origins.computeIfAbsent(source, Origin::new))
                .toList();
    }

    @Override
    public void close() {
        origins.values().forEach(Origin::close);
    }
}
