package org.snapup.client.packages;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Change;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Call;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** What the three package verbs share: their options, their request, and the plan that {@code -n} shows. */
abstract class PackageVerb implements Verb {
    private static final Option DRY_RUN = Option.flag('n', "show what would change, and change nothing");
    private static final Option VERBOSE = Option.flag('v', "the output of commands, too");
    private static final Option ROOT = Option.valued('R', "DIR", "work on the boot environment mounted at DIR");
    private static final Option BE_NAME = Option.valued("--be-name", "NAME", "the new boot environment's name");
    private static final Option NO_ACTIVATE =
            Option.flag("--no-activate", "the new boot environment doesn't boot next");
    private static final Option FROM =
            Option.valued("--from", "live|next", "start from what runs, or from what boots next");
    private static final Option REQUIRE = Option.flag("--require-new-be", "work in a new boot environment");
    private static final Option DENY = Option.flag("--deny-new-be", "never work in a new boot environment");
    private static final Option NO_WAIT = Option.flag("--no-wait", "queue it, print the job's number, don't follow it");

    /** Catalogs are fetched before a plan is there; who can't wait presses Ctrl-C. */
    private static final Duration PLAN_LIMIT = Duration.ofHours(1);

    private final String name;
    private final String method;
    private final Syntax syntax;

    PackageVerb(String name, String method, int leastPackages, String operands, String summary, String details) {
        this.name = name;
        this.method = method;
        this.syntax = Globals.syntax(
                name,
                List.of(DRY_RUN, VERBOSE, ROOT, BE_NAME, NO_ACTIVATE, FROM, REQUIRE, DENY, NO_WAIT),
                operands,
                leastPackages,
                Syntax.ANY_NUMBER,
                summary,
                details);
    }

    @Override
    public final Syntax syntax() {
        return syntax;
    }

    @Override
    public final int run(Arguments arguments, Session session) throws IOException, UsageException {
        boolean dryRun = arguments.has(DRY_RUN);
        boolean noWait = arguments.has(NO_WAIT);
        if (dryRun && noWait) {
            throw new UsageException("-n and --no-wait exclude each other: -n makes no job");
        }
        Packages.Request request = request(arguments, session);
        if (dryRun) {
            return plan(session, request);
        }
        return noWait
                ? Change.submit(session, method, request)
                : Change.follow(session, method, request, arguments.has(VERBOSE));
    }

    private static Packages.Request request(Arguments arguments, Session session) throws UsageException {
        String root = arguments.value(ROOT);
        try {
            return new Packages.Request(
                    root == null ? null : session.absolute(root),
                    arguments.operands().isEmpty() ? null : arguments.operands(),
                    arguments.value(BE_NAME),
                    arguments.has(NO_ACTIVATE) ? Boolean.FALSE : null,
                    from(arguments.value(FROM)),
                    newBe(arguments.has(REQUIRE), arguments.has(DENY)),
                    arguments.has(DRY_RUN) ? Boolean.TRUE : null);
        } catch (SnapupException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static Packages.@Nullable From from(@Nullable String word) throws UsageException {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "live" -> Packages.From.LIVE;
            case "next" -> Packages.From.NEXT;
            default -> throw new UsageException("--from must be live or next, not '" + word + "'");
        };
    }

    private static Packages.@Nullable NewBe newBe(boolean require, boolean deny) throws UsageException {
        if (require && deny) {
            throw new UsageException("--require-new-be and --deny-new-be exclude each other");
        }
        return require ? Packages.NewBe.REQUIRE : deny ? Packages.NewBe.DENY : null;
    }

    private int plan(Session session, Packages.Request request) throws IOException {
        Reply reply = session.daemon().ask(Call.of(method, request, false), PLAN_LIMIT);
        Packages.Plan plan = RecordCodec.fromMap(Packages.Started.class, reply.parameters(), RecordCodec.Unknown.IGNORE)
                .plan();
        if (plan == null) {
            throw new DaemonException("the daemon answered without a plan for " + name, "", null);
        }
        session.out().print(session.json() ? JsonLine.of(reply.parameters()) : PlanText.of(plan));
        return plan.isEmpty() ? Outcome.EXIT_NOTHING_TO_DO : 0;
    }
}
