package org.snapup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The SMF manifest and the authorisations that it and the configuration name. */
final class SmfManifestTest {
    private static final Path MANIFEST = Path.of("src/main/smf/snapup.xml");
    private static final Path RBAC = Path.of("src/main/rbac");

    private static Path dtd() {
        String shared = System.getProperty("snapup.shared");
        return Stream.of(
                        shared != null ? Path.of(shared) : Host.CHECKOUT.resolveSibling("shared"),
                        Path.of("/usr/share/lib/xml/dtd"))
                .flatMap(folder -> Stream.of(folder, folder.resolve("smf")))
                .map(folder -> folder.resolve("service_bundle.dtd.1"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException(
                        "service_bundle.dtd.1 is neither in ../shared/smf nor in /usr/share/lib/xml/dtd"));
    }

    @Test
    void shouldBeValid() throws Exception {
        Host.Result result = Host.run(
                Host.program("xmllint", "libxml2-utils"),
                "--noout",
                "--nonet",
                "--dtdvalid",
                dtd().toString(),
                MANIFEST.toString());

        assertThat(result.status()).as(result.text()).isZero();
    }

    @Test
    void shouldDescribeEveryPropertyOfItsConfiguration() throws IOException {
        String manifest = Files.readString(MANIFEST);
        String group = between(manifest, "<property_group name=\"config\"", "</property_group>");
        String template = between(manifest, "<pg_pattern name=\"config\"", "</pg_pattern>");

        Set<String> set = names(group, "propval");
        set.remove("value_authorization");
        assertThat(names(template, "prop_pattern")).isEqualTo(set).isNotEmpty();
    }

    @Test
    void shouldHaveEveryAuthorisationAndHelpThatIsNamed() throws IOException {
        String authorisations = Files.readString(RBAC.resolve("auth_attr.d/snapup"));
        String profiles = Files.readString(RBAC.resolve("prof_attr.d/snapup"));
        Set<String> defined = new TreeSet<>();
        for (String line : authorisations.lines().toList()) {
            assertThat(line.split(":", -1)).as(line).hasSize(6);
            defined.add(line.substring(0, line.indexOf(':')));
        }
        for (String line : profiles.lines().toList()) {
            assertThat(line.split(":", -1)).as(line).hasSize(5);
        }

        Set<String> named = all(profiles + Files.readString(MANIFEST), "solaris\\.(?:snapup|smf)[a-z.]+");
        assertThat(defined).containsAll(named);
        assertThat(named).contains("solaris.snapup.update", "solaris.smf.manage.snapup");
        assertThat(all(authorisations, "[A-Za-z]+\\.html"))
                .isEqualTo(files(RBAC.resolve("help/auths")))
                .isNotEmpty();
        assertThat(all(profiles, "[A-Za-z]+\\.html")).isEqualTo(files(RBAC.resolve("help/profiles")));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        return text.substring(from, text.indexOf(end, from));
    }

    private static Set<String> names(String text, String element) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile("<" + element + " name=\"([a-z_]+)\"").matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Set<String> all(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Set<String> files(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names;
    }
}
