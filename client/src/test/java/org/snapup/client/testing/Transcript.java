package org.snapup.client.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

        public String verb() {
            return words().get(2);
        }
    }
}
