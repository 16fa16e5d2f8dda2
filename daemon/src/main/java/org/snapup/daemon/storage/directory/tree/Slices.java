package org.snapup.daemon.storage.directory.tree;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The stack from which the threads of a copy take their work. It is at its end when nothing waits and nobody works who
 * could put more on it, or when one of them failed.
 */
final class Slices {
    /** Some of a directory's names; null: all of them, not yet listed. */
    record Slice(BytePath directory, @Nullable List<byte[]> names) {}

    private final Path source;
    private final Deque<Slice> waiting = new ArrayDeque<>();
    private int working;
    private @Nullable Throwable failure;

    /** @param source what is copied, for errors */
    Slices(Path source) {
        this.source = source;
    }

    /** Whoever takes a slice says {@link #done} or {@link #fail} after it; null at the end. */
    synchronized @Nullable Slice take() {
        while (waiting.isEmpty() && working > 0 && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SnapupException(ErrorCode.INTERRUPTED, "the copy of " + source + " was interrupted", e);
            }
        }
        if (waiting.isEmpty() || failure != null) {
            return null;
        }
        working++;
        return waiting.pop();
    }

    synchronized void put(Slice slice) {
        waiting.push(slice);
        notifyAll();
    }

    synchronized void done() {
        working--;
        notifyAll();
    }

    /** Ends the copy for every thread. */
    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        } else if (failure != cause) {
            failure.addSuppressed(cause);
        }
        notifyAll();
    }

    /** Throws what the first thread failed with, if one did. */
    synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
