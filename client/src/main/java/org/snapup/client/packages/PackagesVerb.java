package org.snapup.client.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Packages;

/** The operations whose operands are packages. */
public final class PackagesVerb extends OperationVerb {
    private static final String IN_PLACE_OR_CLONE = """
        A change that needs a reboot is made in a clone, which boots next; others in what runs.
        Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do, 6 a licence must be accepted.\
        """;
    private static final String IN_CLONE = """
        The running system is not touched: a clone of its boot environment is updated, and boots next.
        Exit status: 0 done, 1 failed and everything is as before, 2 wrong usage, 4 nothing to do,
        6 a licence must be accepted.\
        """;
    private static final List<Option> REJECT = List.of(OperationOptions.REJECT);
    private static final List<Option> UPDATE = List.of(OperationOptions.REJECT, OperationOptions.IGNORE_MISSING);

    private static final Option UNPACKAGED =
            Option.flag("--unpackaged", "list what no package delivers; it is left as it is");
    private static final Option NO_HEADER = Option.flag('H', "no header with --unpackaged");

    private final String method;
    private final Syntax syntax;

    private PackagesVerb(String method, Syntax syntax) {
        this.method = method;
        this.syntax = syntax;
    }

    public static PackagesVerb imageUpdate() {
        return new PackagesVerb(
                Packages.IMAGE_UPDATE,
                OperationOptions.syntax(
                        "image-update", UPDATE, "[PKG...]", 0, "Update all packages, or those named.", IN_CLONE));
    }

    /** {@code image-update} by the name that pkg(1) gives it. */
    public static PackagesVerb update() {
        Option force = Option.flag('f', "nothing is left out of an update anyway");
        Syntax syntax = OperationOptions.syntax("update", UPDATE, "[PKG...]", 0, "The same as image-update.", IN_CLONE);
        List<Option> ignored = new ArrayList<>(syntax.ignored());
        ignored.add(force);
        return new PackagesVerb(Packages.IMAGE_UPDATE, syntax.withForeign(ignored, syntax.refused()));
    }

    public static PackagesVerb install() {
        return new PackagesVerb(
                Packages.INSTALL,
                OperationOptions.syntax("install", REJECT, "PKG...", 1, "Install packages.", IN_PLACE_OR_CLONE));
    }

    public static PackagesVerb exactInstall() {
        return new PackagesVerb(
                Packages.EXACT_INSTALL,
                OperationOptions.syntax(
                        "exact-install",
                        REJECT,
                        "PKG...",
                        1,
                        "Install packages, and remove what they don't need.",
                        IN_PLACE_OR_CLONE));
    }

    public static PackagesVerb uninstall() {
        return new PackagesVerb(
                Packages.UNINSTALL,
                OperationOptions.syntax(
                        "uninstall",
                        List.of(OperationOptions.IGNORE_MISSING),
                        "PKG...",
                        1,
                        "Remove packages.",
                        IN_PLACE_OR_CLONE));
    }

    public static PackagesVerb autoremove() {
        Syntax syntax = OperationOptions.syntax(
                "autoremove",
                List.of(),
                "",
                0,
                0,
                "Remove what no other package needs and nobody asked for by name.",
                IN_PLACE_OR_CLONE + """

                        list -rM shows what would go; flag -m keeps it. What is needed by that only goes with the next call.\
                        """);
        List<Option> ignored = new ArrayList<>(syntax.ignored());
        ignored.add(Option.flag("--ignore-missing", "nothing is named that could be missing"));
        return new PackagesVerb(Packages.AUTOREMOVE, syntax.withForeign(ignored, syntax.refused()));
    }

    public static PackagesVerb fix() {
        return new PackagesVerb(
                Packages.FIX,
                OperationOptions.syntax(
                        "fix",
                        List.of(UNPACKAGED, NO_HEADER),
                        "[PKG...]",
                        0,
                        "Mend what isn't as packages delivered it.",
                        IN_PLACE_OR_CLONE + "\nWith -n it is 1 where something is to be mended, as that of verify."));
    }

    @Override
    public Syntax syntax() {
        return syntax;
    }

    @Override
    String method() {
        return method;
    }

    @Override
    int dryRunStatus() {
        return method.equals(Packages.FIX) ? ExitStatus.FAILED : super.dryRunStatus();
    }

    @Override
    void report(Arguments arguments, Session session) throws IOException {
        if (!arguments.has(UNPACKAGED) || arguments.has(Globals.QUIET)) {
            return;
        }
        UnpackagedText unpackaged = new UnpackagedText();
        new Question(ImageQueries.VERIFY, arguments, session)
                .with("unpackaged", "only")
                .ask("packages", unpackaged::add);
        if (!session.json()) {
            session.out().print(unpackaged.text(!arguments.has(NO_HEADER)));
            session.out().flush();
        }
    }

    @Override
    void reportForPrograms(Arguments arguments, Session session, ParsableText text) throws IOException {
        if (!arguments.has(UNPACKAGED)) {
            return;
        }
        List<String> found = new ArrayList<>();
        new Question(ImageQueries.VERIFY, arguments, session)
                .with("unpackaged", "only")
                .with("parsable", true)
                .ask("packages", part -> found.add(part.textOrEmpty("parsable")));
        for (String json : found) {
            if (!json.isEmpty()) {
                text.addMessages(ParsableText.read(json));
            }
        }
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) throws UsageException {
        if (arguments.has(NO_HEADER) && arguments.has(ParsableText.OPTION)) {
            throw new UsageException("-H and --parsable exclude each other");
        }
        return options.packages(arguments.operands());
    }
}
