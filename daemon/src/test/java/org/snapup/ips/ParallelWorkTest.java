package org.snapup.ips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelWorkTest {
    private static final List<Integer> PIECES = IntStream.range(0, 1000).boxed().toList();

    @Test
    void shouldUseResultsInOrderOnTheCallingThread() {
        Thread caller = Thread.currentThread();
        List<Integer> used = new ArrayList<>();
        ParallelWork.inOrder(
                3,
                PIECES,
                piece -> () -> {
                    assertNotSame(caller, Thread.currentThread());
                    return 2 * piece;
                },
                (piece, result) -> {
                    assertEquals(caller, Thread.currentThread());
                    assertEquals(2 * piece, result);
                    used.add(piece);
                });
        assertEquals(PIECES, used);
    }

    @Test
    void shouldPrepareOnlySomePiecesAhead() {
        AtomicInteger prepared = new AtomicInteger();
        ParallelWork.inOrder(
                2,
                PIECES,
                piece -> {
                    prepared.incrementAndGet();
                    return () -> piece;
                },
                (piece, result) -> assertTrue(prepared.get() <= piece + 32, "all of a large update in memory"));
    }

    @Test
    void shouldGiveTheFirstFailureAndStop() {
        AtomicInteger prepared = new AtomicInteger();
        IpsException failure = assertThrows(
                IpsException.class,
                () -> ParallelWork.inOrder(
                        2,
                        PIECES,
                        piece -> {
                            prepared.incrementAndGet();
                            return () -> {
                                if (piece >= 10) {
                                    throw IpsException.corrupt("piece " + piece);
                                }
                                return piece;
                            };
                        },
                        (piece, result) -> assertTrue(piece < 10)));
        assertEquals("piece 10", failure.getMessage());
        assertTrue(prepared.get() < 100);
    }

    @Test
    void shouldEndWhenInterrupted() {
        Thread.currentThread().interrupt();
        IpsException failure = assertThrows(
                IpsException.class, () -> ParallelWork.inOrder(1, PIECES, piece -> () -> piece, (piece, result) -> {}));
        assertEquals(IpsException.Kind.CANCELLED, failure.kind());
        assertTrue(Thread.interrupted());
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
