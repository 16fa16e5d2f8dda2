package org.snapup.ips.cli.repo;

import java.io.PrintStream;

/** Sets a property of a repository; the one there is so far is the default publisher. */
final class SetVerb implements Verb {
    private static final String PREFIX = "publisher/prefix=";

    @Override
    public String usage() {
        return "set -s REPO publisher/prefix=PUBLISHER";
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().size() != 1 || !arguments.operands().get(0).startsWith(PREFIX)) {
            throw new UsageException("write " + PREFIX + "PUBLISHER; no other property can be set");
        }
        Repositories.write(arguments)
                .setDefaultPublisher(arguments.operands().get(0).substring(PREFIX.length()));
        return RepoCommand.DONE;
    }
}
