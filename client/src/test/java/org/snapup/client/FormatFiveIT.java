package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.RealDaemon;

/**
 * One image of format 5, which pkg(1) of OmniOS made, and both at work on it in turn: after each change both print the same
 * of it, whoever made the change.
 */
class FormatFiveIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("snapup.shared", "../../shared"), "ips/repo")
            .toAbsolutePath()
            .normalize();

    /** Changes; those that begin with pkg are made by the real tool. */
    private static final List<String> CHANGES = List.of(
            "pkg install entire@1.0 app/hello@1.0 service/webd app/conf app/oldname",
            "snapup freeze app/conf",
            "snapup update",
            "pkg avoid archiver/gnu-tar",
            "pkg unfreeze app/conf",
            "pkg update",
            "snapup install app/editor runtime/python-311",
            "pkg freeze -c why runtime/python-311",
            "snapup avoid data/big",
            "pkg uninstall service/webd",
            "snapup uninstall app/conf",
            "pkg install app/conf",
            "pkg unfreeze runtime/python-311",
            "snapup unavoid data/big",
            "pkg uninstall app/editor",
            "snapup unavoid archiver/gnu-tar",
            "pkg install archiver/gnu-tar archiver/bsd-tar",
            "snapup set-mediator -I bsdtar tar",
            "snapup change-facet locale.de=true",
            "pkg change-facet locale.de=None");

    private static final List<String> QUERIES = List.of(
            "list",
            "list -a",
            "list -u",
            "list -af app/hello",
            "list -n app/hello app/conf",
            "list -v",
            "list -H app/hello nothing",
            "info app/hello",
            "info -r app/conf",
            "info --license app/hello system/base",
            "info -r --license app/hello@1.1",
            "history -N -n 1",
            "contents -m app/hello",
            "contents -t file -o path,mode app/conf",
            "contents -H nothing",
            "freeze",
            "avoid",
            "mediator",
            "facet",
            "variant",
            "verify",
            "publisher -F tsv",
            "history -H -n 1 -o operation,outcome");

    private static final Pattern OTHERS = Pattern.compile(
            "(?m)^Planning:.*\\n|(?<=Last (Install|Update) Time: ).*$|\\d\\d [A-Z][a-z]{2} \\d{4} [0-9:]{8} UTC");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void shouldBeSharedWithTheRealTool() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(REPOSITORY), "missing: " + REPOSITORY);
        Path pkg = program();
        Assumptions.assumeTrue(Files.isExecutable(pkg), "missing: " + pkg);
        String origin = "example.org=file://" + REPOSITORY;
        RealDaemon.createImage(directory, "be0", "-p", origin);
        Program made = pkg(
                "image-create",
                "-F",
                "--variant",
                "variant.arch=i386",
                "--facet",
                "facet.locale.*=false",
                "-p",
                origin,
                image().toString());
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(Files.readString(image().resolve("var/pkg/pkg5.image"))).contains("version = 5");

        SoftAssertions same = new SoftAssertions();
        try (RealDaemon daemon = RealDaemon.start(directory)) {
            for (String change : CHANGES) {
                String[] words = change.split(" ", -1);
                List<String> rest = Arrays.asList(words).subList(1, words.length);
                int status;
                String said;
                if (words[0].equals("pkg")) {
                    Program theirs = pkg(onImage(rest));
                    status = theirs.status();
                    said = theirs.err();
                } else {
                    Running ours = snapup(daemon, rest);
                    status = ours.status();
                    said = ours.err();
                }
                same.assertThat(status).as(change + ": " + said).isZero();
                for (String query : QUERIES) {
                    compare(same, daemon, change, query);
                }
            }
        }
        same.assertAll();
    }

    private Path image() {
        return directory.resolve("be/img");
    }

    private static Path program() {
        return Optional.ofNullable(System.getProperty("snapup.pkg"))
                .or(() -> Optional.ofNullable(System.getenv("SNAPUP_TEST_PKG")))
                .map(Path::of)
                .orElse(Path.of("/usr/bin/pkg"));
    }

    private void compare(SoftAssertions same, RealDaemon daemon, String change, String query) throws Exception {
        List<String> words = List.of(query.split(" ", -1));
        Program theirs = pkg(onImage(words));
        Running ours = snapup(daemon, words);
        String about = query + " after " + change + "\n" + ours.err() + theirs.err();
        same.assertThat(ours.status()).as(about).isEqualTo(theirs.status());
        same.assertThat(plain(ours.out())).as(about).isEqualTo(plain(theirs.out()));
    }

    private static String plain(String text) {
        return OTHERS.matcher(text).replaceAll("");
    }

    private String[] onImage(List<String> words) {
        List<String> all = new ArrayList<>(List.of("-R", image().toString()));
        all.addAll(words);
        return all.toArray(new String[0]);
    }

    private Program pkg(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(words));
        return Program.start(command.toArray(new String[0])).await();
    }

    private Running snapup(RealDaemon daemon, List<String> words) {
        return Running.of(Map.of("SNAPUP_SOCKET", daemon.socket().toString()), onImage(words));
    }
}
