package org.snapup.ips.cli.repo;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** One thing that snapup-repo does. */
interface Verb {
    /** How it is called, from its name on. */
    String usage();

    /** Options without a value, with their hyphens. */
    default List<String> flags() {
        return List.of();
    }

    /** Options with a value, with their hyphens. */
    default List<String> valued() {
        return List.of("-s");
    }

    /** The variables of the environment that options are taken from where they aren't given. */
    default Map<String, String> variables() {
        return Map.of();
    }

    /** Whether words may follow that belong to no option. */
    default boolean takesOperands() {
        return true;
    }

    /**
     * Does it.
     *
     * @return the exit status
     * @throws UsageException for arguments that make no sense
     * @throws org.snapup.ips.IpsException when it failed
     */
    int run(Arguments arguments, PrintStream out, PrintStream err);

    /** As {@link #run(Arguments, PrintStream, PrintStream)}, for verbs that may read standard input. */
    default int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        return run(arguments, out, err);
    }

    /** The first word of {@link #usage}. */
    default String verbName() {
        return usage().split(" ", 2)[0];
    }
}
