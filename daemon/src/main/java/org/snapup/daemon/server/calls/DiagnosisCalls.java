package org.snapup.daemon.server.calls;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.snapup.daemon.server.Exchange;
import org.snapup.daemon.server.access.Action;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Reply;

/** Calls of {@code org.snapup.Diagnosis}: answered on the query threads, since they look at disks. Safe on any thread. */
final class DiagnosisCalls {
    private final Diagnoses diagnoses;
    private final CallThreads threads;
    private final AnswerMemory memory;
    private final Clock clock = Clock.systemUTC();

    DiagnosisCalls(Diagnoses diagnoses, CallThreads threads, AnswerMemory memory) {
        this.diagnoses = diagnoses;
        this.threads = threads;
        this.memory = memory;
    }

    boolean answers(Record parameters) {
        return parameters instanceof Diagnosis.CheckRequest
                || parameters instanceof Diagnosis.MetricsRequest
                || parameters instanceof Diagnosis.BundleRequest;
    }

    void answer(Request request) {
        threads.runQuery(request.exchange(), () -> reply(request));
    }

    private void reply(Request request) {
        Exchange exchange = request.exchange();
        if (request.parameters() instanceof Diagnosis.BundleRequest) {
            PageStream.send(request, memory, stream -> stream.addAllButLast(diagnoses.bundle()));
        } else if (request.parameters() instanceof Diagnosis.MetricsRequest) {
            exchange.send(Reply.of(new Diagnosis.Measured(diagnoses.metrics())));
        } else {
            boolean admin = request.caller().may(Action.SEE_EVERYTHING);
            String asOf = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
            exchange.send(Reply.of(new Diagnosis.Checked(diagnoses.check(admin), asOf)));
        }
    }
}
