package org.snapup.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.SnapupException;

/**
 * Lets the package engine rehearse some time after the daemon has started, so that the first update doesn't pay for what the
 * JVM has yet to compile. It begins once, and gives way as soon as there is something to do.
 */
final class Rehearsals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

    private static final long LOOK_NANOS = 50_000_000;
    private static final int QUESTIONS = 3;

    /** Asks the daemon what clients ask most, as they do. */
    interface Asking {
        void ask() throws IOException;
    }

    private final PackageEngine engine;
    private final Asking asking;
    private final Path folder;
    private final BooleanSupplier busy;
    private final Duration delay;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::rehearse, "rehearsal");

    private Rehearsals(PackageEngine engine, Asking asking, Path folder, BooleanSupplier busy, Duration delay) {
        this.engine = engine;
        this.asking = asking;
        this.folder = folder;
        this.busy = busy;
        this.delay = delay;
    }

    /**
     * Waits on a thread of its own, lets the engine rehearse, and asks.
     *
     * @param folder doesn't have to be there; gone afterwards
     * @param busy whether there is anything better to do
     */
    static Rehearsals start(PackageEngine engine, Asking asking, Path folder, BooleanSupplier busy, Duration delay) {
        Rehearsals rehearsals = new Rehearsals(engine, asking, folder, busy, delay);
        rehearsals.thread.setDaemon(true);
        rehearsals.thread.start();
        return rehearsals;
    }

    private void rehearse() {
        try {
            delete(); // of a daemon that was killed
            if (closed.await(delay.toMillis(), TimeUnit.MILLISECONDS) || busy.getAsBoolean()) {
                return;
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                engine.rehearse(folder, new Context());
                for (int i = 0; i < QUESTIONS && closed.getCount() > 0; i++) {
                    asking.ask();
                }
            } finally {
                delete();
            }
            LOG.atInfo().log("rehearsed; package operations are fast from now on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SnapupException e) {
            LOG.atDebug().setCause(e).log("rehearsal ended early");
        } catch (IOException | RuntimeException e) { // nobody waits for it
            LOG.atWarn().setCause(e).log("rehearsal failed; the first package operation will be slower");
        }
    }

    private void delete() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private final class Context implements EngineContext {
        private long lookedAt = System.nanoTime();

        @Override
        public Path cache() {
            return folder.resolve("cache");
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public void beforeFirstChange() {
            checkCancelled();
        }

        @Override
        public void progress(Progress progress) {
            // nobody looks
        }

        @Override
        public void note(String text) {
            // nobody looks
        }

        @Override
        public void output(String line) {
            // nobody looks
        }

        @Override
        public void checkCancelled() {
            long now = System.nanoTime();
            boolean due = now - lookedAt > LOOK_NANOS;
            if (due) {
                lookedAt = now;
            }
            if (closed.getCount() == 0 || (due && busy.getAsBoolean())) {
                throw new SnapupException(ErrorCode.CANCELLED, "there is something to do");
            }
        }

        @Override
        public void cancellable(boolean honoured) {
            // always
        }

        @Override
        public void crashPoint(String name) {
            // nothing that matters
        }
    }

    /** Ends the rehearsal, and waits until its folder is gone. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
