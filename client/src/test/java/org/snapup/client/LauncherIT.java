package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Program;
import org.snapup.client.testing.Story;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Packages;

/** The launcher, from odd places and in odd surroundings. */
@Timeout(120)
@ExtendWith(FakeDaemons.class)
class LauncherIT {
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final FakeDaemon daemon;

    LauncherIT(FakeDaemon daemon) {
        this.daemon = daemon;
        daemon.answer(BootEnvironments.LIST, new BootEnvironments.Listing(List.of(), "2026-11-23T05:00:00Z", null));
        daemon.answer(
                Packages.INSTALL,
                Packages.Started.event(7, new Story().done("ok").events().get(0)));
    }

    @Test
    void shouldRunWithoutAnEnvironment() throws Exception {
        assertListed(
                Program.start("/usr/bin/env", "-i", Program.SNAPUP.toString(), "--socket", socket(), "be", "list"));
    }

    @Test
    void shouldRunFromAPathWithBlanksAndLettersThroughLinks() throws Exception {
        Path home = unpack(directory.resolve("a b/caf\u00e9"));
        Path absolute = Files.createSymbolicLink(directory.resolve("absolute link"), home.resolve("bin/snapup"));
        Path relative = Files.createSymbolicLink(directory.resolve("relative"), Path.of("absolute link"));

        for (Path program : List.of(home.resolve("bin/snapup"), absolute, relative)) {
            assertListed(started(Map.of("LC_ALL", "C"), program.toString(), "--socket", socket(), "be", "list"));
        }
        assertListed(
                Program.shell("cd \"$1\" && exec ./relative --socket \"$2\" be list", directory.toString(), socket()));
        assertListed(Program.shell(
                "cd \"$1\" && PATH=bin:$PATH exec snapup --socket \"$2\" be list", home.toString(), socket()));
    }

    @Test
    void shouldPassArgumentsOnWhateverTheLocale() throws Exception {
        for (String locale : List.of("C", "POSIX", "en_XX.ISO8859-1", "C.UTF-8")) {
            Program run = Program.shell(
                            "LC_ALL=" + locale + " exec \"$1\" --socket \"$2\" install -R 'caf\u00e9 *' '$(web)'",
                            Program.SNAPUP.toString(),
                            socket())
                    .await();
            assertThat(run.status()).as(run.err()).isZero();
        }
        assertThat(daemon.calls())
                .hasSize(4)
                .allMatch(call -> List.of("$(web)").equals(call.parameters().get("packages")))
                .allMatch(call -> String.valueOf(call.parameters().get("root")).endsWith("/caf\u00e9 *"));
    }

    @Test
    void shouldStartFromTheArchiveThatWasMadeForThisJava() throws Exception {
        Path home = unpack(directory.resolve("home"));

        Program made = started(
                Map.of("JAVA_HOME", JAVA_HOME),
                home.resolve("bin/snapup-archive").toString());
        assertThat(made.await().status()).as(made.err()).isZero();
        List<String> loaded = loadedClasses(home);

        assertThat(made.out() + made.err()).isEmpty();
        assertThat(loaded)
                .filteredOn(line -> line.contains("org.snapup.") || line.contains("com.fasterxml."))
                .isNotEmpty()
                .allMatch(line -> line.contains("shared objects file"));
        assertThat(loaded)
                .filteredOn(line -> !line.contains("shared objects file"))
                .hasSizeLessThan(6);
    }

    @Test
    void shouldStartTheDaemonsProgramsFromTheArchiveThatTheBuildMade() throws Exception {
        Path log = directory.resolve("classes");

        Program run = started(
                Map.of("JAVA_HOME", JAVA_HOME, "SNAPUPD_JAVA_OPTS", "-Xlog:class+load:file=" + log),
                "../daemon/bin/snapup-image",
                "--help");

        assertThat(run.await().status()).as(run.err()).isZero();
        assertThat(Files.readAllLines(log, StandardCharsets.UTF_8))
                .filteredOn(line -> line.contains("org.snapup."))
                .isNotEmpty()
                .allMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void shouldStartWithoutAWordWhenTheArchiveIsOfNoUse() throws Exception {
        Path home = unpack(directory.resolve("home"));
        Files.writeString(home.resolve("target/lib/snapup.jsa"), "not an archive");

        assertListed(Program.start(home.resolve("bin/snapup").toString(), "--socket", socket(), "be", "list"));
    }

    @Test
    void shouldSayThatJavaIsMissing() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        Program none = started(Map.of("PATH", empty.toString()), Program.SNAPUP.toString(), "be", "list");
        Program wrong = started(Map.of("JAVA_HOME", empty.toString()), Program.SNAPUP.toString(), "be", "list");

        assertThat(none.await().status()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo("snapup: there is no Java: install Java 17 or newer, or point JAVA_HOME at one.\n");
        assertThat(wrong.await().status()).isEqualTo(1);
        assertThat(wrong.err())
                .isEqualTo("snapup: JAVA_HOME is " + empty
                        + ", and there is no program bin/java in it. Point it at Java 17 or newer.\n");
    }

    @Test
    void shouldSayThatJavaIsTooOld() throws Exception {
        for (Map.Entry<String, String> old :
                Map.of("1.8.0_392", "8", "11.0.2", "11", "16-ea", "16").entrySet()) {
            Path home = directory.resolve("java-" + old.getValue());
            Files.createDirectories(home.resolve("bin"));
            Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
            assertThat(java.toFile().setExecutable(true)).isTrue();
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + old.getKey() + "\"\n");

            Program run = started(Map.of("JAVA_HOME", home.toString()), Program.SNAPUP.toString(), "be", "list");

            assertThat(run.await().status()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("snapup: " + java + " is Java " + old.getValue()
                            + ", and snapup needs 17 or newer. Point JAVA_HOME at one.\n");
        }
    }

    @Test
    void shouldGiveTheJvmAPlainUmask() throws Exception {
        Path log = directory.resolve("log");

        Program run = Program.shell(
                "umask 077; SNAPUP_JAVA_OPTS=-Xlog:class+load:file=\"$3\" exec \"$1\" --socket \"$2\" be list",
                Program.SNAPUP.toString(),
                socket(),
                log.toString());

        assertListed(run);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-r--r--");
    }

    private List<String> loadedClasses(Path home) throws IOException, InterruptedException {
        Path log = directory.resolve("classes");
        Map<String, String> environment =
                Map.of("JAVA_HOME", JAVA_HOME, "SNAPUP_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertListed(started(environment, home.resolve("bin/snapup").toString(), "--socket", socket(), "be", "list"));
        return Files.readAllLines(log, StandardCharsets.UTF_8);
    }

    private static Program started(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        return Program.of(builder);
    }

    private static void assertListed(Program run) throws InterruptedException {
        run.await();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("BE Active Mountpoint Space Policy Created (UTC)\n");
        assertThat(run.status()).isZero();
    }

    private String socket() {
        return daemon.socket().toString();
    }

    /** A copy of what the build made, without its archive of classes. */
    private static Path unpack(Path home) throws IOException {
        for (Path part : List.of(Path.of("bin"), Path.of("libexec"), Path.of("target", "lib"))) {
            try (Stream<Path> files = Files.list(part)) {
                Files.createDirectories(home.resolve(part));
                files.filter(file -> !file.toString().endsWith(".jsa")).forEach(file -> copy(file, home.resolve(file)));
            }
        }
        return home;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
