package org.snapup.daemon.server.calls;

import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.server.CallHandler;
import org.snapup.daemon.server.Exchange;
import org.snapup.daemon.server.ServerLimits;
import org.snapup.daemon.server.access.Caller;
import org.snapup.daemon.server.access.Policy;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Methods;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;

/** From a call on the wire to the queue or a view: decode and bound, authorise, ask, reply. */
public final class CallAdapter implements CallHandler, AutoCloseable {
    private final CallThreads threads = new CallThreads();
    private final Policy policy;
    private final Changes changes;
    private final Reads reads;
    private final Inquiries inquiries;
    private final DiagnosisCalls diagnosis;

    /**
     * What calls are answered from.
     *
     * @param info the answer to {@code GetInfo}
     */
    public record Parts(
            Queue queue,
            BeView beView,
            DryRuns dryRuns,
            Questions questions,
            Exports exports,
            Transfers transfers,
            Diagnoses diagnoses,
            ServerLimits limits,
            Service.Info info) {}

    public CallAdapter(Parts parts, Policy policy) {
        AnswerMemory memory = new AnswerMemory(parts.limits().answerBytes());
        this.policy = policy;
        this.changes = new Changes(parts, threads);
        this.reads = new Reads(parts, policy, threads);
        this.inquiries = new Inquiries(parts.questions(), threads, memory);
        this.diagnosis = new DiagnosisCalls(parts.diagnoses(), threads, memory);
    }

    @Override
    public void handle(Call call, Caller caller, Exchange exchange) {
        threads.runCall(exchange, () -> answer(call, caller, exchange));
    }

    private void answer(Call call, Caller caller, Exchange exchange) {
        Methods.Method method = Methods.of(call.method());
        if (call.upgrade()) {
            throw new SnapupException(
                    ErrorCode.METHOD_NOT_IMPLEMENTED, call.method(), "snapupd upgrades no connection", null);
        }
        Record parameters = RecordCodec.fromMap(method.parameters(), call.parameters(), RecordCodec.Unknown.REFUSE);
        policy.require(caller, call.method(), parameters);
        Request request = new Request(call, parameters, caller, exchange);
        if (method.streaming() && !request.streams()) {
            throw new SnapupException(ErrorCode.EXPECTED_MORE, call.method(), call.method() + " needs 'more'", null);
        }
        if (method.mutating()) {
            changes.answer(request);
        } else if (parameters instanceof ImageQueries.Query query) {
            inquiries.answer(request, query);
        } else if (diagnosis.answers(parameters)) {
            diagnosis.answer(request);
        } else {
            reads.answer(request);
        }
    }

    /** Takes no more calls; those that run are left to end. */
    @Override
    public void close() {
        threads.close();
    }
}
