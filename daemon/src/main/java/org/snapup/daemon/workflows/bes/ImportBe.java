package org.snapup.daemon.workflows.bes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Outcomes;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.daemon.workflows.run.Workflow;
import org.snapup.protocol.BootEnvironments.ImportRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.SnapupException;

/** Makes a BE of a stream that a client has sent whole, so that no client is waited for. */
final class ImportBe implements Workflow {
    private static final Step PREFLIGHT = Step.of("preflight", ImportBe::preflight);
    private static final Step RECEIVE = Step.of(
            "receive",
            work -> work.storage().receive(route(work).name(), route(work).uuid(), stream(work), work.tag("receive")));
    private static final Step UNTAG =
            Step.of("untag", work -> work.storage().untag(route(work).name(), work.tag("receive")));
    private static final Step DISCARD =
            Step.of("discard", work -> work.storage().discard(route(work).name(), work.tag("receive")));
    private static final Step FORGET = Step.of("forget-stream", ImportBe::forget);

    @Override
    public List<Step> forward(Work work) {
        return List.of(PREFLIGHT, RECEIVE);
    }

    @Override
    public Step commit(Work work) {
        return UNTAG;
    }

    @Override
    public boolean committed(Work work) {
        return work.bes().stream().anyMatch(be -> be.uuid().equals(route(work).uuid()) && be.tag() == null);
    }

    @Override
    public List<Step> finishing(Work work) {
        return List.of(FORGET);
    }

    @Override
    public List<Step> backward(Work work) {
        List<Step> steps = new ArrayList<>();
        if (work.trail().begun(RECEIVE.name())) {
            steps.add(DISCARD);
        }
        steps.add(FORGET);
        return steps;
    }

    @Override
    public Outcome done(Work work) {
        String name = route(work).name();
        return Outcomes.done("BE " + name + " was made of the stream.", name);
    }

    @Override
    public Outcome wentBack(Work work) {
        return Outcomes.nothingLeft(work);
    }

    private static void preflight(Work work) {
        String name = request(work).name();
        if (work.bes().stream().anyMatch(be -> be.name().equals(name))) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN, name, "there is a BE " + name + " already; choose another name", null);
        }
        if (!Files.isRegularFile(stream(work))) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    name,
                    "the stream that BE " + name + " was to be made of isn't there any more; send it again",
                    null);
        }
        work.learn(new Fact.CloneRoute(name, UUID.randomUUID().toString(), false, null));
    }

    private static void forget(Work work) {
        try {
            Files.deleteIfExists(stream(work));
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED, "can't remove the stream " + stream(work) + ": " + e.getMessage(), e);
        }
    }

    private static Path stream(Work work) {
        return work.machine().transfers().resolve(request(work).transfer());
    }

    private static ImportRequest request(Work work) {
        return (ImportRequest) work.order().parameters();
    }

    private static Fact.CloneRoute route(Work work) {
        return work.trail().get(Fact.CloneRoute.class);
    }
}
