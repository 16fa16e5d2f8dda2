package org.snapup.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.ips.IpsEngine;
import org.snapup.ips.Ips;

class RehearsalsTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void nameFolder() {
        folder = directory.resolve("rehearsal");
    }

    @Test
    void shouldInstallAndUpdatePackagesAndLeaveNothing() throws IOException {
        AtomicInteger installed = new AtomicInteger();
        try (Rehearsals rehearsals = start(rehearsed(installed), () -> false)) {
            await().atMost(PATIENCE).until(() -> installed.get() > 0);
            assertThat(installed).hasValue(101);
            await().until(() -> !Files.exists(folder));
            assertThat(asked).hasPositiveValue();
        }
    }

    /** The real engine; {@code installed} is what its rehearsal ended with. */
    private PackageEngine rehearsed(AtomicInteger installed) {
        IpsEngine ips = new IpsEngine();
        return new Watched(ips) {
            @Override
            public void rehearse(Path place, EngineContext context) throws IOException {
                ips.rehearse(place, context);
                installed.set(Ips.installed(place.resolve("image")).size());
            }
        };
    }

    @Test
    void shouldNotBeginWhereThereIsSomethingToDo() {
        Watched engine = new Watched(new IpsEngine());
        try (Rehearsals rehearsals = start(engine, () -> true)) {
            rehearsals.close();
            assertThat(engine.begun.getCount()).isEqualTo(1);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldGiveWayToWhatComes() throws InterruptedException {
        AtomicBoolean busy = new AtomicBoolean();
        Watched engine = new Watched(new IpsEngine());
        try (Rehearsals rehearsals = start(engine, busy::get)) {
            engine.begun.await();
            busy.set(true);
            engine.ended.await();
            assertThat(engine.gaveWay).isTrue();
            await().until(() -> !Files.exists(folder));
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void shouldEndWithTheDaemon() throws InterruptedException {
        Watched engine = new Watched(new IpsEngine());
        try (Rehearsals rehearsals = start(engine, () -> false)) {
            engine.begun.await();
        }
        assertThat(engine.gaveWay).isTrue();
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldRemoveWhatAKilledDaemonLeft() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("repo")).resolve("pkg5.repository"), "");
        try (Rehearsals rehearsals = start(new Watched(new IpsEngine()), () -> true)) {
            await().until(() -> !Files.exists(folder));
        }
    }

    @Test
    void shouldOnlySayThatItFailed() throws InterruptedException {
        Watched engine = new Watched(new IpsEngine()) {
            @Override
            public void rehearse(Path place, EngineContext context) throws IOException {
                begun.countDown();
                throw new IOException("no space left");
            }
        };
        try (Rehearsals rehearsals = start(engine, () -> false)) {
            engine.begun.await();
            await().until(() -> !Files.exists(folder));
        }
    }

    private Rehearsals start(PackageEngine engine, BooleanSupplier busy) {
        return Rehearsals.start(engine, asked::incrementAndGet, folder, busy, AT_ONCE);
    }

    /** Tells when a rehearsal begins and how it ends. */
    private static class Watched implements PackageEngine {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        volatile boolean gaveWay;
        private final PackageEngine engine;

        Watched(PackageEngine engine) {
            this.engine = engine;
        }

        @Override
        public void rehearse(Path place, EngineContext context) throws IOException {
            begun.countDown();
            try {
                engine.rehearse(place, context);
            } catch (RuntimeException e) {
                gaveWay = true;
                throw e;
            } finally {
                ended.countDown();
            }
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public PackagePlan plan(Path root, PackageRequest request, EngineContext context) {
            return engine.plan(root, request, context);
        }

        @Override
        public void execute(Path root, PackagePlan plan, EngineContext context) {
            engine.execute(root, plan, context);
        }

        @Override
        public Recovery recover(Path root, EngineContext context) {
            return engine.recover(root, context);
        }

        @Override
        public ImageLock lock(Path root) {
            return engine.lock(root);
        }
    }
}
