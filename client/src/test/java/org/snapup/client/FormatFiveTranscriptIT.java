package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.RealDaemon;
import org.snapup.client.testing.Transcript;

/**
 * What pkg(1) of OmniOS printed of an image of format 5, and what snapup prints of one. The README beside the records says
 * how they were made; where the real tool is there, it is asked whether it still says the same.
 */
@Timeout(600)
class FormatFiveTranscriptIT {
    private static final Path RECORDS =
            Path.of("src", "test", "resources", "format5").toAbsolutePath();
    /** Here snapup says what was done, and pkg(1) nothing. */
    private static final Set<String> TOLD = Set.of("avoid app/local", "unavoid app/local");

    private static final String REPO_TOOL = Path.of("..", "daemon", "bin", "snapup-repo")
            .toAbsolutePath()
            .normalize()
            .toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void publish() throws Exception {
        Path repository = directory.resolve("repository");
        succeed(REPO_TOOL, "create", "-p", "example.org", repository.toString());
        List<String> words = new ArrayList<>(List.of(
                REPO_TOOL,
                "publish",
                "-s",
                repository.toString(),
                "-d",
                RECORDS.resolve("proto").toString()));
        files(RECORDS.resolve("manifests"), ".p5m").forEach(file -> words.add(file.toString()));
        succeed(words.toArray(new String[0]));
    }

    private static void succeed(String... command) throws Exception {
        Program done = Program.start(command).await();
        assertThat(done.status()).as(done.err()).isZero();
    }

    private static List<Path> files(Path folder, String suffix) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private String origin() {
        return "example.org=file://" + directory.resolve("repository");
    }

    private Path image() {
        return directory.resolve("be/img");
    }

    @Test
    void shouldPrintWhatPkgPrinted() throws Exception {
        for (String be : List.of("be0", "img")) {
            RealDaemon.createImage(
                    directory,
                    be,
                    "-p",
                    origin(),
                    "--variant",
                    "variant.arch=i386",
                    "--variant",
                    "variant.opensolaris.imagetype=full");
        }
        SoftAssertions same = new SoftAssertions();
        int compared = 0;
        try (RealDaemon daemon = RealDaemon.start(directory)) {
            assertThat(run(daemon, "-R", image().toString(), "refresh").status())
                    .isZero();
            assertThat(run(daemon, "-R", image().toString(), "update-format").status())
                    .isZero();
            assertThat(Files.readString(image().resolve("var/pkg/pkg5.image"))).contains("version = 5");
            for (Path file : files(RECORDS, ".txt")) {
                for (Transcript.Entry entry : Transcript.read(file)) {
                    if (!entry.isPkg()) {
                        shell(entry);
                        continue;
                    }
                    List<String> words = new ArrayList<>(entry.words());
                    words.replaceAll(this::ours);
                    Running ours = run(daemon, words.toArray(new String[0]));
                    String about = file.getFileName() + ": " + entry.command() + "\n" + ours.err();
                    same.assertThat(ours.status()).as(about).isEqualTo(entry.status());
                    if (entry.isCompared() && TOLD.stream().noneMatch(entry.command()::endsWith)) {
                        same.assertThat(entry.plain(ours.out())).as(about).isEqualTo(entry.plain(ours(entry.out())));
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(90);
        same.assertAll();
    }

    private static Running run(RealDaemon daemon, String... words) {
        return Running.of(Map.of("SNAPUP_SOCKET", daemon.socket().toString()), words);
    }

    private String ours(String text) {
        return text.replace("/IMG", image().toString())
                .replace("/REPO", directory.resolve("repository").toString());
    }

    private void shell(Transcript.Entry entry) throws Exception {
        Program done = Program.shell(ours(entry.command())).await();
        assertThat(done.status()).as(done.err()).isZero();
    }

    /** With {@code -Dsnapup.record=true} the records are written anew. */
    @Test
    void shouldBeWhatPkgPrints() throws Exception {
        Path pkg = Optional.ofNullable(System.getProperty("snapup.pkg"))
                .or(() -> Optional.ofNullable(System.getenv("SNAPUP_TEST_PKG")))
                .map(Path::of)
                .orElse(Path.of("/usr/bin/pkg"));
        Assumptions.assumeTrue(Files.isExecutable(pkg), "missing: " + pkg);
        boolean record = Boolean.getBoolean("snapup.record");
        Files.createDirectories(directory.resolve("be"));
        succeed(
                pkg.toString(),
                "image-create",
                "-F",
                "--variant",
                "variant.arch=i386",
                "-p",
                origin(),
                image().toString());
        SoftAssertions same = new SoftAssertions();
        for (Path file : files(RECORDS, ".txt")) {
            StringBuilder written = new StringBuilder();
            for (Transcript.Entry entry : Transcript.read(file)) {
                written.append("$ ").append(entry.command()).append('\n');
                if (!entry.isPkg()) {
                    shell(entry);
                    written.append("[exit 0]\n\n");
                    continue;
                }
                List<String> words = new ArrayList<>(List.of(pkg.toString()));
                entry.words().forEach(word -> words.add(ours(word)));
                Program theirs = Program.start(words.toArray(new String[0])).await();
                String out = entry.isCompared()
                        ? Transcript.withoutProgress(theirs.out())
                                .replace(image().toString(), "/IMG")
                                .replace(directory.resolve("repository").toString(), "/REPO")
                        : "";
                written.append(out).append("[exit ").append(theirs.status()).append("]\n\n");
                if (!record) {
                    String about = file.getFileName() + ": " + entry.command() + "\n" + theirs.err();
                    same.assertThat(theirs.status()).as(about).isEqualTo(entry.status());
                    same.assertThat(entry.plain(out)).as(about).isEqualTo(entry.plain(entry.out()));
                }
            }
            if (record) {
                Files.writeString(file, written);
            }
        }
        same.assertAll();
    }
}
