package org.snapup.client.packages;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Change;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Call;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** What the verbs that change packages share: their options, their request, and the plan that {@code -n} shows. */
abstract class OperationVerb implements Verb {
    /** Catalogs are fetched before a plan is there; who can't wait presses Ctrl-C. */
    private static final Duration PLAN_LIMIT = Duration.ofHours(1);

    @Override
    public abstract Syntax syntax();

    abstract String method();

    /** @throws SnapupException for values that can't be meant */
    abstract Packages.Operation request(Arguments arguments, OperationOptions options, Session session)
            throws UsageException;

    @Override
    public final int run(Arguments arguments, Session session) throws IOException, UsageException {
        boolean dryRun = arguments.has(OperationOptions.DRY_RUN);
        boolean noWait = arguments.has(OperationOptions.NO_WAIT);
        boolean quiet = arguments.has(Globals.QUIET);
        boolean verbose = arguments.has(OperationOptions.VERBOSE);
        if (dryRun && noWait) {
            throw new UsageException("-n and --no-wait exclude each other: -n makes no job");
        }
        if (quiet && verbose) {
            throw new UsageException("-v and -q exclude each other");
        }
        if (ParsableText.isWanted(arguments, session, verbose || noWait)) {
            return runForPrograms(arguments, session, dryRun);
        }
        boolean licenses = arguments.has(OperationOptions.LICENSES);
        if (dryRun || (licenses && !quiet)) {
            Plan plan = plan(arguments, session, dryRun);
            if (!quiet && !session.json()) {
                session.out().print(dryRun ? PlanText.of(plan) : "");
                session.out().print(licenses ? LicenseText.all(plan, arguments, session) : LicenseText.required(plan));
                session.out().flush();
            }
            if (dryRun) {
                report(arguments, session);
                return plan.isEmpty() ? ExitStatus.NOTHING_TO_DO : dryRunStatus();
            }
        }
        report(arguments, session);
        Packages.Operation request = request(arguments, session, false);
        if (noWait) {
            return Change.submit(session, method(), (Record) request);
        }
        return quiet
                ? Change.configure(session, method(), (Record) request, true)
                : Change.follow(session, method(), (Record) request, verbose);
    }

    /** The exit status of {@code -n} where there is something to do. */
    int dryRunStatus() {
        return ExitStatus.DONE;
    }

    /** The plan, before it is carried out; the job makes its own, of what is there when its turn comes. */
    private int runForPrograms(Arguments arguments, Session session, boolean dryRun)
            throws IOException, UsageException {
        Plan plan = plan(arguments, session, false);
        OperationOptions options = OperationOptions.of(arguments, session, dryRun);
        ParsableText text = ParsableText.of(plan, options);
        reportForPrograms(arguments, session, text);
        session.out().print(text.line());
        session.out().flush();
        if (plan.isEmpty()) {
            return ExitStatus.NOTHING_TO_DO;
        }
        return dryRun
                ? dryRunStatus()
                : Change.configure(session, method(), (Record) request(arguments, session, false), true);
    }

    /** Adds what else was asked for. */
    void reportForPrograms(Arguments arguments, Session session, ParsableText text) throws IOException {}

    /** Prints what else was asked for, before anything is changed. */
    void report(Arguments arguments, Session session) throws IOException, UsageException {}

    private Packages.Operation request(Arguments arguments, Session session, boolean dryRun) throws UsageException {
        try {
            return request(arguments, OperationOptions.of(arguments, session, dryRun), session);
        } catch (SnapupException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private Plan plan(Arguments arguments, Session session, boolean print) throws IOException, UsageException {
        Call call = Call.of(method(), (Record) request(arguments, session, true), false);
        Reply reply = session.daemon().ask(call, PLAN_LIMIT);
        Plan plan = RecordCodec.fromMap(Packages.Started.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .plan();
        if (plan == null) {
            throw new DaemonException("the daemon answered without a plan for " + syntax().verb(), "", null);
        }
        if (print && session.json()) {
            session.out().print(JsonLine.of(reply.parameters()));
        }
        return plan;
    }

    /** {@code NAME=VALUE} of each operand; the names get a prefix where they have none. */
    static List<String[]> pairs(Arguments arguments, String prefix) throws UsageException {
        List<String[]> pairs = new ArrayList<>();
        for (String operand : arguments.operands()) {
            int equals = operand.indexOf('=');
            if (equals < 1) {
                throw new UsageException("it must be NAME=VALUE, not '" + operand + "'");
            }
            String name = operand.substring(0, equals);
            pairs.add(new String[] {name.startsWith(prefix) ? name : prefix + name, operand.substring(equals + 1)});
        }
        return pairs;
    }
}
