package org.snapup.daemon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BeCacheTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final ExecutorService others = Executors.newSingleThreadExecutor();
    private volatile Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private volatile String mark = "1";
    private volatile Supplier<List<Be>> world = List::of;

    private final BeCache cache = new BeCache(
            () -> mark,
            () -> {
                looks.incrementAndGet();
                return world.get();
            },
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    throw new AssertionError("one zone is enough");
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @AfterEach
    void close() {
        cache.close();
        others.shutdownNow();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void shouldLookAgainAfterFiveSecondsOnlyAndListOnlyWhatChanged() {
        Instant first = cache.view().asOf();
        pass(Duration.ofSeconds(5));
        assertThat(cache.view().asOf()).isEqualTo(first);

        pass(Duration.ofSeconds(1));
        assertThat(cache.view().asOf()).isEqualTo(now);
        assertThat(looks).hasValue(1);

        mark = "2";
        pass(Duration.ofSeconds(6));
        cache.view();
        assertThat(looks).hasValue(2);
    }

    @Test
    void shouldNotLetAReaderWaitForALookThatTakesLong() throws Exception {
        BeCache.View before = cache.view();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        mark = "2";
        world = () -> {
            begun.countDown();
            awaitLatch(go);
            return List.of();
        };
        pass(Duration.ofSeconds(10));
        Future<?> end = others.submit(cache::expire);
        awaitLatch(begun);

        assertThat(cache.view()).isSameAs(before);

        go.countDown();
        end.get(30, TimeUnit.SECONDS);
        assertThat(cache.view().asOf()).isAfter(before.asOf());
    }

    @Test
    void shouldGiveOutNothingFromBeforeTheEndOfAJob() {
        cache.view();
        mark = "2";
        pass(Duration.ofMillis(1));

        cache.expire();

        assertThat(looks).hasValue(2);
        assertThat(cache.view().asOf()).isEqualTo(now);
    }

    @Test
    void shouldForgetAtTheEndOfAJobWhereNobodyReads() {
        cache.view();
        pass(Duration.ofSeconds(31));
        cache.expire();
        assertThat(looks).hasValue(1);

        now = now.minusSeconds(30); // not because of its age
        cache.view();

        assertThat(looks).hasValue(2);
    }

    @Test
    void shouldTellTheNextReaderWhatWentWrong() {
        cache.view();
        mark = "2";
        world = () -> {
            throw new IllegalStateException("no pool");
        };
        pass(Duration.ofMillis(1));

        cache.expire();

        assertThatThrownBy(cache::view).hasMessage("no pool");
        world = List::of;
        assertThat(cache.view().bes()).isEmpty();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
