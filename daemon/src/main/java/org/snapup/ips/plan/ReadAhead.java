package org.snapup.ips.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * Reads manifests of installed packages on a thread of its own, while another one brings catalogs up to date and solves:
 * nearly every plan needs all of them. Those that it doesn't get to, and those that can't be read, are left to who needs them.
 */
final class ReadAhead implements AutoCloseable {
    /** Of manifests that wait, each of which takes some times that as objects. */
    private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final ImageFiles image;
    private final Collection<Fmri> packages;
    private final Function<String, ActionFilter> filters;
    private final Map<Fmri, Manifest> manifests = new HashMap<>();
    private final CompletableFuture<Void> reading;
    private volatile boolean over;

    private ReadAhead(ImageFiles image, Collection<Fmri> packages, Function<String, ActionFilter> filters) {
        this.image = image;
        this.packages = packages;
        this.filters = filters;
        reading = CompletableFuture.runAsync(this::read, ReadAhead::begin);
    }

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
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        return new ReadAhead(image, alone ? List.of() : List.copyOf(packages), filters);
    }

    private void read() {
        long bytes = 0;
        for (Fmri fmri : packages) {
            if (over || bytes > MAX_BYTES) {
                return;
            }
            try {
                Optional<byte[]> text = image.read(ImageLayout.manifest(fmri));
                if (text.isPresent()) {
                    bytes += text.get().length;
                    manifests.put(
                            fmri,
                            Manifest.parse(
                                    text.get(), "the manifest of " + fmri, filters.apply(fmri.requirePublisher())));
                }
            } catch (IpsException e) {
                return; // who needs it says so
            }
        }
    }

    /** Whether there may come more. */
    boolean isReading() {
        return !reading.isDone();
    }

    /** Ends the reading. What was read, for the caller to take from; no thread works on it any more. */
    Map<Fmri, Manifest> end() {
        over = true;
        reading.join();
        return manifests;
    }

    @Override
    public void close() {
        end();
    }
}
