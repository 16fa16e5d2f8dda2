package org.snapup.daemon;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.Event;
import org.snapup.protocol.Event.Kind;
import org.snapup.protocol.Event.StepState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;

/** What tests ask of a real snapupd, a connection for each question. */
public record DaemonClient(Path socket) {
    public <T extends Record> T ask(String method, Record request, Class<T> reply) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(method, request, false).receive(reply);
        }
    }

    /** Submits a package operation, without following it. */
    public long submit(String method, Packages.Request request) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return requireNonNull(client.send(method, request, false)
                    .receive(Packages.Started.class)
                    .job());
        }
    }

    /** Submits a change of a BE, without following it. */
    public BootEnvironments.Started change(String method, Record request) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(method, request, false).receive(BootEnvironments.Started.class);
        }
    }

    public boolean cancel(long job) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(Jobs.CANCEL, new Jobs.CancelRequest(job), false)
                    .receive(Jobs.Cancelled.class)
                    .detached();
        }
    }

    public Job job(long job) throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(Jobs.GET, new Jobs.GetRequest(job), false)
                    .receive(Jobs.Got.class)
                    .job();
        }
    }

    public List<BootEnvironment> bes() throws IOException {
        try (WireClient client = new WireClient(socket)) {
            return client.send(BootEnvironments.LIST, new BootEnvironments.ListRequest(true, null), false)
                    .receive(BootEnvironments.Listing.class)
                    .bootEnvironments();
        }
    }

    /** A job's events from a number on, up to the first that is asked for; then the client goes away. */
    public List<Event> watch(long job, long from, Predicate<Event> until) throws IOException {
        List<Event> events = new ArrayList<>();
        try (WireClient client = new WireClient(socket)) {
            client.send(Jobs.WATCH, new Jobs.WatchRequest(job, from), true);
            Event event;
            do {
                event = client.receive(Jobs.Watched.class).event();
                if (event.kind() != Kind.STATUS) {
                    events.add(event);
                }
            } while (!until.test(event) && !event.isLast());
        }
        return events;
    }

    public Outcome awaitEnd(long job) throws IOException {
        List<Event> events = watch(job, 0, Event::isLast);
        return requireNonNull(events.get(events.size() - 1).outcome());
    }

    public static Predicate<Event> isStep(String step, StepState state) {
        return event -> event.kind() == Kind.STEP && step.equals(event.step()) && event.stepState() == state;
    }
}
