package org.snapup.client.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.render.Renderer;
import org.snapup.client.terminal.CtrlC;
import org.snapup.client.terminal.Interrupts;
import org.snapup.client.wire.Connection;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/**
 * Follows a job until it ends, the user leaves it, or the daemon is gone for too long. Confined to the thread that calls
 * {@link #follow}.
 */
public final class Following {
    /** An idle stream repeats its status every 10 s; after six times nothing the daemon is stuck. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(2);
    private static final long NEVER = Long.MAX_VALUE;

    private final Daemon daemon;
    private final Renderer renderer;
    private final Interrupts interrupts;
    private final Patience patience;
    private final Happenings happenings = new Happenings();
    private final long epoch = System.nanoTime();

    private long job;
    private long last;
    private @Nullable Connection current;
    private boolean cancelAsked;

    // deadlines, in nanoseconds since the epoch
    private long silentAt = NEVER;
    private long giveUpAt = NEVER;
    private long leaveAt = NEVER;

    private @Nullable Integer status;

    public Following(Daemon daemon, Renderer renderer, Interrupts interrupts, Patience patience) {
        this.daemon = daemon;
        this.renderer = renderer;
        this.interrupts = interrupts;
        this.patience = patience;
    }

    /**
     * Sends a call that streams a new job's events, and follows it.
     *
     * @return the exit status
     * @throws SnapupException when the daemon refuses
     * @throws DaemonException when the daemon can't be reached, or went away and didn't come back
     */
    public int follow(Call call) throws IOException {
        return follow(call, 0, 0);
    }

    /** Follows a job that there is, from an event's number on. */
    public int watch(long number, long from) throws IOException {
        return follow(watchCall(number, from), number, Math.max(0, from - 1));
    }

    private int follow(Call call, long knownJob, long lastSeen) throws IOException {
        job = knownJob;
        last = lastSeen;
        try (renderer) {
            attach(daemon.start(call, Daemon.ANSWER_LIMIT));
            interrupts.listen(happenings::interrupted);
            while (status == null) {
                react(happenings.next(nextDeadline() - now()));
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CtrlC.EXIT_STATUS;
        } finally {
            drop();
        }
    }

    private static Call watchCall(long job, long from) {
        return Call.of(Jobs.WATCH, new Jobs.WatchRequest(job, from), true);
    }

    private void react(@Nullable Happening happening) throws IOException {
        if (happening == null) {
            onDeadline();
        } else if (happening instanceof Happening.Arrived arrived) {
            if (arrived.from() == current) {
                onReply(arrived.reply());
            }
        } else if (happening instanceof Happening.Broken broken) {
            if (broken.from() == current) {
                onLost(broken.cause());
            }
        } else if (happening instanceof Happening.CancelAnswered answer) {
            onCancelAnswered(answer);
        } else {
            onInterrupt();
        }
    }

    private void attach(Connection connection) {
        current = connection;
        silentAt = now() + SILENCE.toNanos();
        happenings.receiveFrom(connection);
    }

    private void drop() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private void onReply(Reply reply) throws IOException {
        silentAt = now() + SILENCE.toNanos();
        if (reply.error() != null) {
            SnapupException refused = reply.toException();
            if (job != 0 && refused.code() == ErrorCode.SHUTTING_DOWN) {
                onLost(new IOException(refused.getMessage(), refused));
                return;
            }
            throw refused;
        }
        if (giveUpAt != NEVER) {
            giveUpAt = NEVER;
            renderer.notice("the daemon is back, and so is job " + job);
        }
        if (reply.parameters().get("job") instanceof Long number) {
            job = number;
        }
        if (Boolean.TRUE.equals(reply.parameters().get("joined"))) {
            renderer.notice("job " + job + " was asked for already: following it");
        }
        if (reply.parameters().get("event") instanceof Map<?, ?> event) {
            onEvent(event);
        }
        if (!reply.continues() && status == null) {
            askHowItEnded();
        }
    }

    private void onEvent(Map<?, ?> received) {
        Map<String, Object> object = new LinkedHashMap<>();
        received.forEach((key, value) -> object.put((String) key, value));
        Event event = known(object);
        boolean repeats = event == null || event.kind() == Event.Kind.STATUS;
        if (object.get("number") instanceof Long number) {
            if (number <= last && !repeats) {
                return;
            }
            last = Math.max(last, number);
        }
        renderer.event(job, object, event);
        if (event != null && event.state() == JobState.ENDED && event.outcome() != null) {
            end(event.outcome());
        }
    }

    /** Null for an event of a kind that only newer clients know. */
    private static @Nullable Event known(Map<String, ?> object) {
        try {
            return RecordCodec.fromMap(Event.class, object, RecordCodec.Unknown.IGNORE);
        } catch (SnapupException e) {
            return null;
        }
    }

    private void end(Outcome outcome) {
        renderer.outcome(job, outcome);
        status = ExitStatus.of(outcome);
    }

    /** The stream is over without the last event: it was watched from behind its end. */
    private void askHowItEnded() throws IOException {
        if (job == 0) {
            throw new DaemonException(
                    "the daemon ended its answer without a job", "see what it did: snapup job list -a", null);
        }
        Reply reply = daemon.ask(Call.of(Jobs.GET, new Jobs.GetRequest(job), false), Daemon.ANSWER_LIMIT);
        Outcome outcome = RecordCodec.fromMap(Jobs.Got.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .job()
                .outcome();
        if (outcome == null) {
            throw new DaemonException(
                    "the daemon stopped telling about job " + job + " before its end",
                    "go on following it: snapup job watch " + job,
                    null);
        }
        end(outcome);
    }

    private void onInterrupt() {
        if (job == 0) {
            renderer.notice("left before the daemon answered; whether it took the request, shows: snapup job list");
            status = CtrlC.EXIT_STATUS;
        } else if (leaveAt == NEVER && !cancelAsked) {
            leaveAt = now() + patience.grace().toNanos();
            renderer.notice("leaving job " + job + ", which goes on; Ctrl-C again asks it to stop\n"
                    + "come back to it with: snapup job watch " + job);
        } else if (!cancelAsked) {
            leaveAt = NEVER;
            cancelAsked = true;
            renderer.notice("asking job " + job + " to stop");
            happenings.cancel(daemon, job, ATTEMPT_LIMIT.multipliedBy(5));
        }
    }

    private void onCancelAnswered(Happening.CancelAnswered answer) {
        if (answer.refusal() != null) {
            renderer.notice("job " + job + " goes on: " + answer.refusal().text()
                    + "\ncome back to it with: snapup job watch " + job);
            status = CtrlC.EXIT_STATUS;
        } else if (answer.detached()) {
            renderer.notice("job " + job + " goes on without you: others asked for it, too");
            status = CtrlC.EXIT_STATUS;
        } else {
            renderer.notice("job " + job + " is asked to stop");
        }
    }

    private void onDeadline() throws IOException {
        if (now() >= leaveAt) {
            status = CtrlC.EXIT_STATUS;
        } else if (now() >= giveUpAt) {
            throw gone(null);
        } else if (current == null) {
            comeBack();
        } else if (now() >= silentAt) {
            onLost(new IOException("it has said nothing for " + SILENCE.toSeconds() + " s"));
        }
    }

    private void onLost(IOException cause) throws IOException {
        drop();
        silentAt = NEVER;
        if (job == 0) {
            throw gone(cause);
        }
        if (giveUpAt == NEVER) {
            giveUpAt = now() + patience.comeBack().toNanos();
            renderer.notice("lost the daemon while it ran job " + job + " (" + cause.getMessage() + "); waiting "
                    + patience.comeBack().toSeconds() + " s for it to come back");
        }
    }

    /** Asks for what was missed. */
    private void comeBack() {
        try {
            attach(daemon.start(watchCall(job, last + 1), ATTEMPT_LIMIT));
        } catch (IOException e) {
            current = null; // still gone: the next deadline tries again
        }
    }

    private DaemonException gone(@Nullable IOException cause) {
        if (job == 0) {
            return new DaemonException(
                    "the daemon went away before it answered",
                    "whether it took the request, shows: snapup job list -a",
                    cause);
        }
        return new DaemonException(
                "the daemon went away while it ran job " + job + ", and did not come back within "
                        + patience.comeBack().toSeconds() + " s",
                "when it runs again it finishes or undoes job " + job + "; see then: snapup job watch " + job,
                cause);
    }

    private long nextDeadline() {
        long soon = current == null ? now() + BETWEEN_ATTEMPTS.toNanos() : NEVER;
        return Math.min(Math.min(soon, silentAt), Math.min(leaveAt, giveUpAt));
    }

    private long now() {
        return System.nanoTime() - epoch;
    }
}
