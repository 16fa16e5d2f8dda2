package org.snapup.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.ips.cli.ImageCommand;
import org.snapup.ips.cli.repo.RepoCommand;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What the manual pages and docs list is what the programs know: options, configuration keys, errors. */
class DocumentsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern MANUAL_OPTION = Pattern.compile("\\bFl (-?[a-zA-Z?][a-z-]*)");
    private static final Pattern USAGE_OPTION = Pattern.compile("(?<![\\w-])-(-?[a-zA-Z][a-z-]*)");

    @Test
    void shouldDescribeTheOptionsOfSnapupd() throws IOException {
        String usage = printed(err -> Snapupd.run(new String[] {"--no-such-option"}, err, CrashPoints.NONE));

        assertThat(manualOptions("snapupd.8")).isEqualTo(options(usage));
    }

    @Test
    void shouldDescribeTheOptionsOfSnapupRepo() throws IOException {
        String usage = printed(out -> new RepoCommand(out, out).run("--help"));

        assertThat(manualOptions("snapup-repo.8")).isEqualTo(options(usage));
    }

    @Test
    void shouldDescribeTheOptionsOfSnapupImage() throws IOException {
        String usage = printed(out -> new ImageCommand(out, out).run("--help"));

        assertThat(manualOptions("snapup-image.8")).isEqualTo(options(usage));
    }

    @Test
    void shouldDescribeEveryConfigurationKey() throws IOException {
        Set<String> keys = configurationKeys();

        assertThat(keys).contains("socket", "storage.root"); // or nothing was read below
        assertThat(keysOfTheManual()).as("docs/man/snapupd.toml.5").isEqualTo(keys);
        assertThat(keysOfTheTable()).as("docs/configuration.md").isEqualTo(keys);
        assertThat(keysOfTheSample())
                .as("the sample src/main/config/snapupd.toml")
                .isEqualTo(keys);
    }

    @Test
    void shouldListEveryErrorWithItsCauseAndCure() throws IOException {
        Set<String> errors = Stream.of(ErrorCode.values())
                .map(ErrorCode::varlinkName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(errorsOfTheTable()).isEqualTo(errors);
    }

    // ---- options

    private static Set<String> manualOptions(String page) throws IOException {
        return all(MANUAL_OPTION, Files.readString(DOCS.resolve("man").resolve(page)));
    }

    private static Set<String> options(String usage) {
        return all(USAGE_OPTION, usage);
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String printed(Consumer<PrintStream> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            program.accept(stream);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    // ---- configuration keys

    /** As the daemon tells them to somebody who mistypes one. */
    private static Set<String> configurationKeys() {
        Set<String> keys = new TreeSet<>();
        for (String key : knownIn("no_such_key = 1")) {
            List<String> below = knownIn("[" + key + "]\nno_such_key = 1");
            if (below.isEmpty()) {
                keys.add(key);
            }
            below.forEach(inner -> keys.add(key + "." + inner));
        }
        return keys;
    }

    private static List<String> knownIn(String toml) {
        // what must be set is set, so that every section is come to
        String storage = "\n[storage]\ntype = \"zfs\"\nroot = \"p/r\"";
        String text = toml.startsWith("[storage]") ? toml + storage.substring("\n[storage]".length()) : toml + storage;
        SnapupException refused = catchThrowableOfType(SnapupException.class, () -> Configuration.parse(text, "test"));
        String message = refused == null ? "" : refused.getMessage();
        Matcher known = Pattern.compile("no_such_key is unknown; the keys (?:at the top|in \\[[a-z_]+\\]) are (.*)")
                .matcher(message);
        return known.find() ? List.of(known.group(1).split(", ", -1)) : List.of();
    }

    private static Set<String> keysOfTheManual() throws IOException {
        Set<String> keys = new TreeSet<>();
        String section = "";
        for (String line : Files.readAllLines(DOCS.resolve("man/snapupd.toml.5"))) {
            if (line.startsWith(".Ss ") || line.startsWith(".Sh ")) {
                Matcher heading = Pattern.compile("\\[([a-z_]+)]").matcher(line);
                section = heading.find() ? heading.group(1) + "." : "";
            } else if (line.startsWith(".It Ic ")) {
                keys.add(section + line.substring(".It Ic ".length()));
            }
        }
        return keys;
    }

    private static Set<String> keysOfTheTable() throws IOException {
        return all(Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|"), Files.readString(DOCS.resolve("configuration.md")));
    }

    private static Set<String> keysOfTheSample() throws IOException {
        Set<String> keys = new TreeSet<>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("src", "main", "config", "snapupd.toml"))) {
            Matcher heading = Pattern.compile("\\[([a-z_]+)]").matcher(line);
            Matcher key = Pattern.compile("(?:# )?([a-z_]+) = .*").matcher(line);
            if (heading.matches()) {
                section = heading.group(1) + ".";
            } else if (key.matches()) {
                keys.add(section + key.group(1));
            }
        }
        return keys;
    }

    // ---- errors

    /** {@code .NoSuchJob} in a row is of the interface that was named in full last. */
    private static Set<String> errorsOfTheTable() throws IOException {
        List<String> names = new ArrayList<>();
        String text = Files.readString(DOCS.resolve("operations.md"));
        String table = text.substring(text.indexOf("\n## Errors\n"));
        int end = table.indexOf("\n## ", 1);
        String prefix = "";
        for (String row : (end < 0 ? table : table.substring(0, end)).split("\n", -1)) {
            if (!row.startsWith("| `")) {
                continue;
            }
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            Matcher name = Pattern.compile("`([A-Za-z.]+)`").matcher(cells[1]);
            while (name.find()) {
                String full = name.group(1).startsWith(".") ? prefix + name.group(1) : name.group(1);
                prefix = full.substring(0, full.lastIndexOf('.'));
                names.add(full);
                assertThat(cells[2].strip() + cells[3].strip())
                        .as("cause and cure of " + full)
                        .isNotEmpty();
            }
        }
        assertThat(names).doesNotHaveDuplicates();
        return new TreeSet<>(names);
    }
}
