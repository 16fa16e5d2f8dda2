package org.snapup.client.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snapup.client.wire.Connection;
import org.snapup.client.wire.Daemon;
import org.snapup.protocol.Call;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;

/** Brings what happens on other threads to the one that follows. */
final class Happenings {
    /** A slow terminal makes the receiving thread wait, and then the daemon. */
    private static final int CAPACITY = 1024;

    private final BlockingQueue<Happening> queue = new LinkedBlockingQueue<>(CAPACITY);

    /** The next one, null when nothing happened in this time. */
    @Nullable
    Happening next(long nanos) throws InterruptedException {
        return queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    void interrupted() {
        put(new Happening.Interrupted());
    }

    /** Receives from the connection until its stream ends. */
    void receiveFrom(Connection connection) {
        start("receiver", () -> {
            try {
                Reply reply;
                do {
                    reply = connection.receive();
                    put(new Happening.Arrived(connection, reply));
                } while (reply.continues());
            } catch (IOException e) {
                put(new Happening.Broken(connection, e));
            }
        });
    }

    /** Asks the job to stop, on a connection of its own: the one that streams is busy. */
    void cancel(Daemon daemon, long job, Duration limit) {
        start("cancel", () -> {
            Happening answer;
            try {
                Reply reply = daemon.ask(Call.of(Jobs.CANCEL, new Jobs.CancelRequest(job), false), limit);
                boolean detached = RecordCodec.fromMap(
                                Jobs.Cancelled.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                        .detached();
                answer = new Happening.CancelAnswered(null, detached);
            } catch (IOException | RuntimeException e) {
                answer = new Happening.CancelAnswered(Happening.Refusal.of(e), false);
            }
            put(answer);
        });
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void put(Happening happening) {
        try {
            queue.put(happening);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
