package org.snapup.client.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of commands with what they printed:
 *
 * <pre>
 * $ pkg -R /IMG list
 * ... standard output ...
 * --- stderr:
 * ... standard error ...
 * [exit 0]
 * </pre>
 */
public final class Transcript {
    private static final Pattern ENTRY = Pattern.compile("(?ms)^\\$ ([^\\n]*)\\n(.*?)(?:^|(?<=\\S))\\[exit (\\d+)]$");
    private static final String ERRORS = "--- stderr:\n";

    /** Here the output counts, too; of the others only the exit status: how an operation goes is snapup's to tell. */
    private static final Set<String> PRINTING = Set.of(
            "list",
            "info",
            "contents",
            "search",
            "verify",
            "publisher",
            "property",
            "variant",
            "facet",
            "mediator",
            "freeze",
            "unfreeze",
            "avoid",
            "unavoid",
            "set-property",
            "set-publisher",
            "unset-publisher",
            "refresh");

    /** pkg(1) has no order of its own here. */
    private static final Set<String> UNORDERED = Set.of("search", "verify");

    /** How pkg(1) shows its progress without a terminal. */
    private static final Pattern PROGRESS =
            Pattern.compile("(?m)^ *(Startup|Planning|Download|Actions|Finalize|Refreshing catalog|Retrieving catalog"
                    + "|Caching catalogs).*\\n| *Done\\n");

    /** What depends on the time, the machine and what an administrator wrote. */
    private static final Pattern OTHERS =
            Pattern.compile("(?m)(?<=Last (Install|Update) Time: |Client UUID: |Catalog Updated: |Hash: ).*$"
                    + "|\\d\\d [A-Z][a-z]{2} \\d{4} [0-9:]{8} UTC|(?<=trust-anchor-directory {9}).*$");

    private Transcript() {}

    public static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Matcher matcher = ENTRY.matcher(Files.readString(file));
        while (matcher.find()) {
            String printed = matcher.group(2);
            int errors = printed.indexOf(ERRORS);
            entries.add(new Entry(
                    matcher.group(1),
                    errors < 0 ? printed : printed.substring(0, errors),
                    Integer.parseInt(matcher.group(3))));
        }
        return entries;
    }

    /** What pkg(1) printed, without how it went. */
    public static String withoutProgress(String printed) {
        return PROGRESS.matcher(printed).replaceAll("");
    }

    /** A command, its standard output and its exit status. */
    public record Entry(String command, String out, int status) {
        private static final Pattern WORD = Pattern.compile("'([^']*)'|([^' ]+)");

        /** Whether it is pkg(1) on the image. */
        public boolean isPkg() {
            return command.startsWith("pkg -R /IMG ");
        }

        /** What follows {@code pkg}. */
        public List<String> words() {
            List<String> words = new ArrayList<>();
            Matcher matcher = WORD.matcher(command);
            while (matcher.find()) {
                words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            }
            return new ArrayList<>(words.subList(1, words.size()));
        }

        private String verb() {
            return words().get(2);
        }

        /** Whether what it prints is to be the same, and not only how it ends. */
        public boolean isCompared() {
            return PRINTING.contains(verb());
        }

        /** What either prints for this command, without what may differ. */
        public String plain(String printed) {
            String plain = OTHERS.matcher(withoutProgress(printed)).replaceAll("...");
            if (!UNORDERED.contains(verb())) {
                return plain;
            }
            String[] lines = plain.split("\n", -1);
            Arrays.sort(lines);
            return String.join("\n", lines);
        }
    }
}
