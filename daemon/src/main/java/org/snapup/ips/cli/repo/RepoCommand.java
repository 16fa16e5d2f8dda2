package org.snapup.ips.cli.repo;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** The command {@code snapup-repo}: finds the verb, runs it, reports what went wrong. */
public final class RepoCommand {
    /** Everything was done. */
    public static final int DONE = 0;

    /** It failed; standard error says why. */
    public static final int FAILED = 1;

    /** The arguments make no sense. */
    public static final int USAGE = 2;

    /** Something was done, and something wasn't. */
    public static final int PARTIAL = 3;

    private static final String NAME = "snapup-repo";
    private static final List<Verb> VERBS = List.of(
            new CreateVerb(),
            new SetVerb(),
            new GetVerb(),
            new PublishVerb(),
            new GenerateVerb(),
            new InfoVerb(),
            new ListVerb(),
            new ContentsVerb(),
            new VerifyVerb(),
            new FixVerb(),
            CatalogVerb.REBUILD,
            CatalogVerb.REFRESH,
            new RemoveVerb(),
            CopyVerb.COPY,
            CopyVerb.RECEIVE,
            new ArchiveVerb(),
            PublisherVerb.ADD,
            PublisherVerb.REMOVE);

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    private final Map<String, String> environment;

    /** Reads nothing, and nothing of the environment. */
    public RepoCommand(PrintStream out, PrintStream err) {
        this(InputStream.nullInputStream(), out, err, Map.of());
    }

    /** Reads from a stream, and where the command line leaves something out, from variables. */
    public RepoCommand(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the command; the streams stay open. Returns the exit status. */
    public int run(String... args) {
        List<String> rest = Arrays.asList(args);
        String repository = null;
        while (!rest.isEmpty() && rest.get(0).startsWith("-s")) { // pkgrepo(1) and pkgsend(1) take it here, too
            String joined = rest.get(0).substring(2);
            if (joined.isEmpty() && rest.size() < 2) {
                err.println(NAME + ": option -s needs a value");
                return USAGE;
            }
            repository = joined.isEmpty() ? rest.get(1) : joined;
            rest = rest.subList(joined.isEmpty() ? 2 : 1, rest.size());
        }
        if (rest.isEmpty()) {
            printUsage(err);
            return USAGE;
        }
        String name = rest.get(0);
        if (name.equals("--help") || name.equals("-?") || name.equals("help")) {
            printUsage(out);
            return DONE;
        }
        for (Verb verb : VERBS) {
            if (verb.verbName().equals(name)) {
                return run(verb, repository, rest.subList(1, rest.size()));
            }
        }
        err.println(NAME + ": unknown " + (name.startsWith("-") ? "option " : "verb ") + Text.line(name));
        printUsage(err);
        return USAGE;
    }

    private int run(Verb verb, @Nullable String repository, List<String> args) {
        if (args.contains("--help") || args.contains("-?")) {
            out.println("Usage: " + NAME + " " + verb.usage());
            return DONE;
        }
        try {
            Arguments arguments = Arguments.parse(args, verb.flags(), verb.valued());
            arguments.complete("-s", repository);
            verb.variables().forEach((option, variable) -> arguments.complete(option, environment.get(variable)));
            if (!verb.takesOperands() && !arguments.operands().isEmpty()) {
                throw new UsageException(
                        "it takes no operands, such as '" + arguments.operands().get(0) + "'");
            }
            return verb.run(arguments, in, out, err);
        } catch (UsageException e) {
            err.println(NAME + " " + verb.verbName() + ": " + Text.line(String.valueOf(e.getMessage())));
            err.println("Usage: " + NAME + " " + verb.usage());
            return USAGE;
        } catch (IpsException e) {
            err.println(NAME + " " + verb.verbName() + ": " + Text.lines(String.valueOf(e.getMessage())));
            return FAILED;
        } catch (InvalidPathException e) {
            err.println(NAME + " " + verb.verbName() + ": " + Text.line(e.getInput()) + " can't be a file's name here: "
                    + Text.line(e.getReason()));
            return FAILED;
        }
    }

    private static void printUsage(PrintStream stream) {
        stream.println("Usage:");
        for (Verb verb : VERBS) {
            stream.println("  " + NAME + " " + verb.usage());
        }
    }
}
