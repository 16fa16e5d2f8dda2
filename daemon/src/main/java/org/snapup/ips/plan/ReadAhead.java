package org.snapup.ips.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * Reads manifests on a thread of its own, while another one brings catalogs up to date and solves: first those of installed
 * packages, for nearly every plan needs all of them, then those of packages that probably come. Those that it doesn't get to,
 * and those that can't be read, are left to who needs them.
 */
final class ReadAhead implements AutoCloseable {
    /** Bytes of heap that an action takes with what it belongs to, about. */
    private static final int ACTION = 400;

    /** Of packages that wait. */
    private static final long MAX_ACTIONS = Runtime.getRuntime().maxMemory() / 8 / ACTION;

    private final boolean isAlone = Runtime.getRuntime().availableProcessors() == 1;
    private final Map<Fmri, PackageContents> contents = new HashMap<>();
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private long actions;
    private volatile boolean over;

    private ReadAhead() {}

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "ips-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins, where there is a processor for it.
     *
     * @param image stays open until this is closed
     * @param filters what counts of the packages of a publisher; for any thread
     */
    static ReadAhead of(ImageFiles image, Collection<Fmri> packages, Function<String, ActionFilter> filters) {
        ReadAhead ahead = new ReadAhead();
        ahead.read(List.copyOf(packages), fmri -> installed(image, fmri, filters.apply(fmri.requirePublisher())));
        return ahead;
    }

    private static Optional<PackageContents> installed(ImageFiles image, Fmri fmri, ActionFilter filter) {
        return image.read(ImageLayout.manifest(fmri))
                .map(text -> Manifest.parse(text, "the manifest of " + fmri, filter))
                .map(manifest -> PackageContents.of(fmri, manifest));
    }

    /**
     * Goes on with packages that may come.
     *
     * @param offered reads a manifest as it will count; stays usable until {@link #end}
     */
    void goOn(List<PackageChange> likely, Function<Fmri, Manifest> offered) {
        Map<Fmri, Fmri> before = new HashMap<>();
        likely.forEach(change -> before.put(change.to(), change.from()));
        read(
                likely.stream()
                        .flatMap(change -> Optional.ofNullable(change.to()).stream())
                        .toList(),
                fmri -> Optional.of(PackageContents.of(fmri, offered.apply(fmri), contents.get(before.get(fmri)))));
    }

    private void read(List<Fmri> packages, Function<Fmri, Optional<PackageContents>> reader) {
        if (!isAlone) {
            reading = reading.thenRunAsync(() -> readAll(packages, reader), ReadAhead::begin);
        }
    }

    private void readAll(List<Fmri> packages, Function<Fmri, Optional<PackageContents>> reader) {
        for (Fmri fmri : packages) {
            if (over || actions > MAX_ACTIONS) {
                return;
            }
            try {
                reader.apply(fmri).ifPresent(read -> {
                    contents.put(fmri, read);
                    actions += read.actions().size();
                });
            } catch (IpsException | ErrnoException e) {
                return; // who needs it says so
            }
        }
    }

    /** Whether there may come more. */
    boolean isReading() {
        return !reading.isDone();
    }

    /** Ends the reading. What was read, for the caller to take from; no thread works on it any more. */
    Map<Fmri, PackageContents> end() {
        over = true;
        reading.join();
        return contents;
    }

    @Override
    public void close() {
        end();
    }
}
