package org.snapup.ips.cli.repo;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
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

    /** Reads nothing. */
    public RepoCommand(PrintStream out, PrintStream err) {
        this(InputStream.nullInputStream(), out, err);
    }

    public RepoCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs the command; the streams stay open. Returns the exit status. */
    public int run(String... args) {
        if (args.length == 0) {
            printUsage(err);
            return USAGE;
        }
        if (args[0].equals("--help") || args[0].equals("-?") || args[0].equals("help")) {
            printUsage(out);
            return DONE;
        }
        for (Verb verb : VERBS) {
            if (verb.verbName().equals(args[0])) {
                return run(verb, Arrays.asList(args).subList(1, args.length));
            }
        }
        err.println(NAME + ": unknown verb " + Text.line(args[0]));
        printUsage(err);
        return USAGE;
    }

    private int run(Verb verb, List<String> args) {
        if (args.contains("--help") || args.contains("-?")) {
            out.println("Usage: " + NAME + " " + verb.usage());
            return DONE;
        }
        try {
            Arguments arguments = Arguments.parse(args, verb.flags(), verb.valued());
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
