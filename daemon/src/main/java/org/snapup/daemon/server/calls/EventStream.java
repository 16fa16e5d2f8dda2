package org.snapup.daemon.server.calls;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Reply;

/**
 * A job's events on their way to one client: pulled from the feed only while the client takes them, so that a slow
 * reader holds up nobody and costs no memory. Confined to the connection's event loop, but for the feed, which is read
 * on the call threads, by one task at a time.
 */
final class EventStream implements Exchange.Listener {
    private static final int MOST_AT_ONCE = 64;

    private final Exchange exchange;
    private final CallThreads threads;
    private final Duration statusPeriod;
    private final Function<Event, Record> message;
    private final AtomicBoolean available = new AtomicBoolean(true);
    private Queue.@Nullable Feed feed;
    private @Nullable ScheduledFuture<?> statusTimer;

    /** A task on a call thread reads the feed. */
    private boolean busy;

    /** Nothing was sent since the last status was due, or nothing at all. */
    private boolean statusDue = true;

    private boolean over;

    /** @param message the reply's parameters for an event */
    EventStream(Exchange exchange, CallThreads threads, Duration statusPeriod, Function<Event, Record> message) {
        this.exchange = exchange;
        this.threads = threads;
        this.statusPeriod = statusPeriod;
        this.message = message;
    }

    private record Batch(List<byte[]> replies, boolean last) {}

    /**
     * Begins; on a call thread.
     *
     * @throws org.snapup.protocol.SnapupException {@code NO_SUCH_JOB}
     */
    void start(Queue queue, long job, long from) {
        Queue.Feed opened = queue.watch(job, from, this::onAvailable);
        boolean begun = exchange.post(() -> {
            feed = opened;
            exchange.listen(this);
            if (exchange.isOver()) {
                onGone();
            } else {
                pull();
            }
        });
        if (!begun) {
            opened.close();
        }
    }

    /** On the queue's thread. */
    private void onAvailable() {
        if (available.compareAndSet(false, true)) {
            exchange.post(this::pull);
        }
    }

    @Override
    public void onWritable() {
        pull();
    }

    private void pull() {
        Queue.Feed source = feed;
        if (busy || over || source == null || !exchange.isWritable() || !(available.get() || statusDue)) {
            return;
        }
        available.set(false);
        boolean withStatus = statusDue;
        busy = true;
        threads.runCall(exchange, () -> {
            try {
                Batch batch = read(source, withStatus);
                if (!exchange.post(() -> deliver(batch))) {
                    source.close();
                }
            } catch (RuntimeException e) {
                if (!exchange.post(this::abandon)) {
                    source.close();
                }
                throw e; // its error reply ends the call
            }
        });
    }

    private Batch read(Queue.Feed source, boolean withStatus) {
        List<Event> events = source.poll(MOST_AT_ONCE);
        if (events.isEmpty() && withStatus) {
            Event status = source.status();
            // The job may have ended since the poll; whoever asks from beyond its last event gets only this.
            events = status.state() == JobState.ENDED ? source.poll(MOST_AT_ONCE) : List.of();
            if (events.isEmpty()) {
                return encode(List.of(status), status.state() == JobState.ENDED);
            }
        }
        return encode(events, !events.isEmpty() && events.get(events.size() - 1).isLast());
    }

    private Batch encode(List<Event> events, boolean last) {
        List<byte[]> replies = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Record parameters = message.apply(events.get(i));
            boolean ends = last && i == events.size() - 1;
            replies.add((ends ? Reply.of(parameters) : Reply.continuing(parameters)).encode());
        }
        return new Batch(replies, last);
    }

    private void deliver(Batch batch) {
        busy = false;
        if (over) {
            release();
            return;
        }
        if (!batch.replies().isEmpty()) {
            rearmStatus();
            available.set(true); // there may be more than one batch
        }
        if (batch.last()) {
            over = true;
            release();
        }
        exchange.write(batch.replies(), batch.last());
        pull();
    }

    private void abandon() {
        busy = false;
        onGone();
    }

    private void rearmStatus() {
        statusDue = false;
        if (statusTimer != null) {
            statusTimer.cancel(false);
        }
        statusTimer = exchange.loop()
                .schedule(
                        () -> {
                            statusDue = true;
                            pull();
                        },
                        statusPeriod.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void onGone() {
        over = true;
        if (!busy) {
            release();
        }
    }

    private void release() {
        if (statusTimer != null) {
            statusTimer.cancel(false);
        }
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }
}
