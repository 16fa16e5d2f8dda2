package org.snapup.daemon.packages.pkg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import org.snapup.daemon.packages.ImageWorld;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.exec.Command;
import org.snapup.exec.CommandException;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;

/** Engines over pkg(1) for tests. */
public final class PkgEngines {
    private static final Optional<Path> REAL = find();

    private PkgEngines() {}

    public static PackageEngine standIn(Path cache) {
        return new PkgEngine(Path.of("/usr/bin/pkg"), new StandInPkg(cache));
    }

    public static PackageEngine real() {
        return new PkgEngine(program(), ProcessRunner.create());
    }

    /** Images that the real pkg(1) makes: it brings those of others into its own format first. */
    public static ImageWorld.Images realImages() {
        return new ImageWorld.Images() {
            @Override
            public void make(Path root, String publisher, String hello) {
                pkg("image-create", "-F", "-p", publisher, root.toString());
                pkg("-R", root.toString(), "install", hello);
            }

            @Override
            public Optional<String> installed(Path root, String name) {
                CommandResult list = run("-R", root.toString(), "list", "-H", "-v", name);
                return list.ok() ? Optional.of(list.out().split(" ", 2)[0].strip()) : Optional.empty();
            }
        };
    }

    static void pkg(String... words) {
        CommandResult result = run(words);
        assertThat(result.exitStatus())
                .as("%s: %s", List.of(words), result.err())
                .isZero();
    }

    private static CommandResult run(String... words) {
        List<String> argv = new ArrayList<>(List.of(program().toString()));
        argv.addAll(List.of(words));
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    /**
     * The real pkg(1) of IPS: what the property {@code snapup.pkg} or the environment's {@code SNAPUP_TEST_PKG} names, or
     * what is on the PATH. It comes with illumos and Solaris; where it is absent the test is skipped, always.
     */
    public static Path program() {
        return REAL.orElseThrow(() -> new TestAbortedException(
                "there is no pkg(1) of IPS: -Dsnapup.pkg or SNAPUP_TEST_PKG names one that isn't on the PATH"));
    }

    private static Optional<Path> find() {
        String named = System.getProperty("snapup.pkg", System.getenv().getOrDefault("SNAPUP_TEST_PKG", ""));
        Stream<Path> candidates = named.isEmpty()
                ? Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, "pkg"))
                : Stream.of(Path.of(named));
        return candidates
                .filter(Files::isExecutable)
                .filter(PkgEngines::isOfIps)
                .findFirst();
    }

    /** FreeBSD has another program of this name. */
    private static boolean isOfIps(Path program) {
        try {
            Command help = Command.of(Duration.ofSeconds(30), List.of(program.toString(), "help"));
            return ProcessRunner.create().run(help).err().contains("exact-install");
        } catch (CommandException e) {
            return false;
        }
    }
}
