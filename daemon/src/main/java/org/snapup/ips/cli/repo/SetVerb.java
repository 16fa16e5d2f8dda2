package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Sets properties of a repository, the default publisher among them, or of some of its publishers. */
final class SetVerb implements Verb {
    @Override
    public String usage() {
        return "set -s REPO [-p PUBLISHER|all]... SECTION/PROPERTY=VALUE|(VALUE...)...";
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-p");
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
        if (!arguments.all("-p").isEmpty()) {
            return setOfPublishers(writer, arguments);
        }
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

    private static int setOfPublishers(RepositoryWriter writer, Arguments arguments) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String operand : arguments.operands()) {
            int equals = operand.indexOf('=');
            values.computeIfAbsent(operand.substring(0, equals), name -> new ArrayList<>())
                    .addAll(words(operand.substring(equals + 1)));
        }
        List<String> publishers = arguments.all("-p").contains("all") ? writer.publishers() : arguments.all("-p");
        if (publishers.isEmpty()) {
            throw IpsException.notFound("the repository has no publisher yet: name one with -p, which adds it");
        }
        publishers.forEach(publisher -> writer.setPublisherProperties(publisher, values));
        return RepoCommand.DONE;
    }

    /** Those of {@code (a b)}, or the text itself. */
    private static List<String> words(String text) {
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return List.of(text);
        }
        String inner = text.substring(1, text.length() - 1).strip();
        return inner.isEmpty() ? List.of("") : List.of(inner.split("\\s+", -1));
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
