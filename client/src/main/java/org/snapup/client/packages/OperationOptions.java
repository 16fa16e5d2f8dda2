package org.snapup.client.packages;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/**
 * Where and how an operation on packages works, as it was typed.
 *
 * @param dryRun null for an operation that is carried out
 * @param parsable with dryRun only: the plan is wanted for programs
 */
record OperationOptions(
        @Nullable String root,
        @Nullable String beName,
        @Nullable Boolean activate,
        Packages.@Nullable From from,
        Packages.@Nullable NewBe newBe,
        @Nullable Boolean dryRun,
        List<String> rejected,
        @Nullable Boolean accept,
        @Nullable Boolean parsable,
        @Nullable Boolean ignoreMissing) {
    static final Option DRY_RUN = Option.flag('n', "show what would change, and change nothing");
    static final Option VERBOSE = Option.flag('v', "the output of commands, too");
    static final Option NO_WAIT = Option.flag("--no-wait", "queue it, print the job's number, don't follow it");
    static final Option LICENSES = Option.flag("--licenses", "show the licences that come with it first");
    static final Option REJECT = Option.valued("--reject", "PATTERN", "a package that must not be there afterwards")
            .repeated();

    static final Option IGNORE_MISSING = Option.flag("--ignore-missing", "leave out what isn't installed");

    private static final Option ACCEPT = Option.flag("--accept", "accept the licences that must be accepted");
    private static final Option BE_NAME = Option.valued("--be-name", "NAME", "the new boot environment's name");
    private static final Option NO_ACTIVATE =
            Option.flag("--no-activate", "the new boot environment doesn't boot next");
    private static final Option NO_BE_ACTIVATE = Option.flag("--no-be-activate", "the same as --no-activate");
    private static final Option FROM =
            Option.valued("--from", "live|next", "start from what runs, or from what boots next");
    private static final Option REQUIRE = Option.flag("--require-new-be", "work in a new boot environment");
    private static final Option DENY = Option.flag("--deny-new-be", "never work in a new boot environment");

    private static final List<Option> IGNORED = List.of(
            Option.valued('C', "NUMBER", "there are no linked images"),
            Option.flag('r', "there are no linked images"),
            Option.flag("--no-index", "no index is kept"),
            Option.flag("--no-refresh", "what publishers offer is looked at whenever something is planned"),
            Option.flag("--no-backup-be", "what is needed to undo a change is kept only until the change is done"),
            Option.flag("--require-backup-be", "every change can be undone until it is done"));

    private static final List<Option> REFUSED = List.of(
            Option.valued("--backup-be-name", "NAME", "boot environments that recover something get their job's name"),
            Option.flag('t', "--temp-be-activate", "a boot environment can't be activated for one boot"),
            new Option("-g", null, "ORIGIN", "add it first: set-publisher -g ORIGIN PUBLISHER"),
            Option.valued('z', "ZONE", "there are no linked images"),
            Option.valued('Z', "ZONE", "there are no linked images"),
            Option.flag("--sync-actuators", "services are not restarted"),
            Option.valued("--sync-actuators-timeout", "SECONDS", "services are not restarted"));

    /** The syntax of an operation; its own options come first. */
    static Syntax syntax(String verb, List<Option> own, String operands, int minimum, String summary, String details) {
        return syntax(verb, own, operands, minimum, Syntax.ANY_NUMBER, summary, details);
    }

    /** The syntax of an operation that takes only so many operands. */
    static Syntax syntax(
            String verb, List<Option> own, String operands, int minimum, int maximum, String summary, String details) {
        List<Option> options = new ArrayList<>(List.of(DRY_RUN, VERBOSE, Globals.QUIET, Globals.ROOT));
        options.addAll(own);
        options.addAll(List.of(
                ParsableText.OPTION,
                LICENSES,
                ACCEPT,
                BE_NAME,
                NO_ACTIVATE,
                NO_BE_ACTIVATE,
                FROM,
                REQUIRE,
                DENY,
                NO_WAIT));
        return Globals.syntax(verb, options, operands, minimum, maximum, summary, details)
                .withForeign(IGNORED, REFUSED);
    }

    static OperationOptions of(Arguments arguments, Session session, boolean dryRun) throws UsageException {
        String root = arguments.value(Globals.ROOT);
        return new OperationOptions(
                root == null ? null : session.absolute(root),
                arguments.value(BE_NAME),
                (arguments.has(NO_ACTIVATE) || arguments.has(NO_BE_ACTIVATE)) ? Boolean.FALSE : null,
                from(arguments.value(FROM)),
                newBe(arguments.has(REQUIRE), arguments.has(DENY)),
                dryRun ? Boolean.TRUE : null,
                arguments.values(REJECT),
                arguments.has(ACCEPT) ? Boolean.TRUE : null,
                (dryRun && arguments.has(ParsableText.OPTION)) ? Boolean.TRUE : null,
                (arguments.has(IGNORE_MISSING) && !arguments.operands().isEmpty()) ? Boolean.TRUE : null);
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

    /** The request of an operation on packages. */
    Packages.Request packages(List<String> patterns) {
        return new Packages.Request(
                root,
                patterns.isEmpty() ? null : patterns,
                beName,
                activate,
                from,
                newBe,
                dryRun,
                rejected,
                accept,
                parsable,
                ignoreMissing);
    }
}
