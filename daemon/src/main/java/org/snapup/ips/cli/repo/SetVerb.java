package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import org.snapup.ips.repo.RepositoryWriter;

/** Sets properties of a repository, the default publisher among them. */
final class SetVerb implements Verb {
    @Override
    public String usage() {
        return "set -s REPO SECTION/PROPERTY=VALUE...";
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("write what to set: publisher/prefix=PUBLISHER, for example");
        }
        for (String operand : arguments.operands()) {
            if (!operand.matches("(?s)[^/=]+/[^/=+-][^/=]*=.*")) {
                throw new UsageException("write SECTION/PROPERTY=VALUE, not '" + operand + "'");
            }
        }
        RepositoryWriter writer = Repositories.write(arguments);
        for (String operand : arguments.operands()) {
            int slash = operand.indexOf('/');
            int equals = operand.indexOf('=');
            writer.setProperty(
                    operand.substring(0, slash),
                    operand.substring(slash + 1, equals),
                    value(operand.substring(equals + 1)));
        }
        return RepoCommand.DONE;
    }

    /** A list, {@code (a b)}, as the file has it. */
    private static String value(String text) {
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1).strip();
        return inner.isEmpty() ? "[]" : "['" + String.join("', '", inner.split("\\s+", -1)) + "']";
    }
}
