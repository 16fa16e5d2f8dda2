package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.RealDaemon;
import org.snapup.client.testing.Transcript;

/** What pkg(1) printed on the shared repository, beside what snapup prints on an image of it. */
@Timeout(600)
class TranscriptIT {
    private static final Path SHARED = Path.of(System.getProperty("snapup.shared", "../../shared"), "ips")
            .toAbsolutePath()
            .normalize();
    private static final Path TRANSCRIPTS = SHARED.resolve("transcripts-format4");

    /** What is different on purpose; see docs/decisions/0014-verbs-of-pkg.md. */
    private static final List<String> DIFFERENT = List.of(
            "--parsable", // times and space
            "info -r -g", // -g is refused
            "list -F", // newer versions of pkg(1) have it
            "list -a -F",
            "rebuild-index", // there is no index
            "clean", // OmniOS has it
            "history"); // others keep their entries in it, too

    /** What the administrator did between the commands, by the file and the number of the command in it. */
    private static final Map<String, String> MEANWHILE = Map.of(
            "05-update.txt 5",
            "for f in conf/true conf/renamenew conf/renameold conf/install-only hello; do"
                    + " echo edited >>etc/$f.conf; done",
            "06-verify-fix.txt 3",
            "chmod 0700 usr/bin/hello; echo bad >>usr/lib/libhello.txt; chown 65534 usr/bin/native;"
                    + " rm usr/share/man/man1/hello.1 usr/bin/hello-hard usr/bin/hi usr/lib/libfoo.so.2.0;"
                    + " mkdir usr/lib/libfoo.so.2.0; ln -sfn /etc/passwd usr/bin/python3; chmod 0777 var/webd",
            "06-verify-fix.txt 14",
            "echo bad >>usr/lib/libhello.txt");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void shouldPrintWhatPkgPrints() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(TRANSCRIPTS), "missing: " + TRANSCRIPTS);
        for (String be : List.of("be0", "img")) {
            RealDaemon.createImage(
                    directory,
                    be,
                    "-p",
                    "example.org=file://" + SHARED.resolve("repo"),
                    "--variant",
                    "variant.arch=i386",
                    "--variant",
                    "variant.opensolaris.zone=global",
                    "--facet",
                    "facet.locale.fr=true",
                    "--facet",
                    "facet.locale.*=false");
        }
        SoftAssertions same = new SoftAssertions();
        int compared = 0;
        try (RealDaemon daemon = RealDaemon.start(directory)) {
            assertThat(run(daemon, "-R", image().toString(), "refresh").status())
                    .isZero();
            for (String file : List.of(
                    "01-image-create.txt",
                    "02-install.txt",
                    "03-install-errors.txt",
                    "04-query.txt",
                    "05-update.txt",
                    "06-verify-fix.txt",
                    "07-freeze-mediator-variant.txt",
                    "08-publishers.txt",
                    "09-uninstall-history.txt")) {
                int number = 0;
                for (Transcript.Entry entry : Transcript.read(TRANSCRIPTS.resolve(file))) {
                    if (entry.isPkg()) {
                        meanwhile(file + " " + number++);
                        compare(same, daemon, file, entry);
                        compared += entry.isPkg() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(150);
        same.assertAll();
    }

    private void meanwhile(String when) throws Exception {
        String line = MEANWHILE.get(when);
        if (line != null) {
            assertThat(Program.shell("cd \"$1\" && { " + line + "; }", image().toString())
                            .await()
                            .status())
                    .as(line)
                    .isZero();
        }
    }

    private static Running run(RealDaemon daemon, String... words) {
        return Running.of(Map.of("SNAPUP_SOCKET", daemon.socket().toString()), words);
    }

    private Path image() {
        return directory.resolve("be/img");
    }

    private void compare(SoftAssertions same, RealDaemon daemon, String file, Transcript.Entry entry) {
        List<String> words = new ArrayList<>(entry.words());
        words.replaceAll(this::ours);
        Running ours = run(daemon, words.toArray(new String[0]));
        if (DIFFERENT.stream().anyMatch(option -> entry.command().contains(" " + option))) {
            return;
        }
        String about = file + ": " + entry.command() + "\n" + ours.err();
        same.assertThat(ours.status()).as(about).isEqualTo(entry.status());
        if (entry.isCompared()) {
            same.assertThat(entry.plain(ours.out())).as(about).isEqualTo(entry.plain(ours(entry.out())));
        }
    }

    private String ours(String text) {
        return text.replace("/IMG", image().toString())
                .replace("/REPO", SHARED.resolve("repo").toString())
                .replace("pkg set-publisher:", "snapup set-publisher:");
    }
}
