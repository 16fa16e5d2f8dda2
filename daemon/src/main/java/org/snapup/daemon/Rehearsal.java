package org.snapup.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.ffi.CurrentUser;
import org.snapup.ips.cli.ImageCommand;
import org.snapup.ips.cli.repo.RepoCommand;
import org.snapup.protocol.Call;

/**
 * What {@code snapup-archive} runs: a repository, an image, and a daemon over plain directories that updates it, so that
 * the JVM writes down which classes that takes. All of it lies in a folder of its own, and is gone afterwards.
 */
final class Rehearsal {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("snapup-archive").toRealPath();
        int status = 1; // threads of a daemon that failed may not keep this process
        try {
            new Rehearsal(folder).play();
            loadOwnClasses();
            status = 0;
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("rehearsal failed");
        } finally {
            delete(folder);
            System.exit(status);
        }
    }

    private void play() throws IOException {
        Path root = Files.createDirectory(folder.resolve("be"));
        snapupRepo("create", "-p", "rehearsal", repository());
        publish("1.0");
        int status = new ImageCommand(NOWHERE, NOWHERE)
                .run("create", "-p", "rehearsal=file://" + repository(), root + "/be0", "hello");
        require(status == ImageCommand.DONE, "snapup-image create ended with " + status);
        Files.createSymbolicLink(root.resolve("live"), Path.of("be0"));
        publish("2.0");
        Path file = configuration(root);
        Configuration configuration = Configuration.load(file, CurrentUser.effectiveId());
        try (Daemon daemon = Daemon.start(configuration, Daemon.Surroundings.none(file), CrashPoints.NONE)) {
            call("org.snapup.BootEnvironments.List", Map.of(), false, "\"bootEnvironments\"");
            call("org.snapup.Packages.ImageUpdate", Map.of("dryRun", true), false, "\"plan\"");
            call("org.snapup.Packages.ImageUpdate", Map.of(), true, "\"done\"");
            call("org.snapup.Jobs.List", Map.of("all", true), false, "\"jobs\"");
        }
    }

    private String repository() {
        return folder.resolve("repo").toString();
    }

    private void publish(String version) throws IOException {
        publish("hello-release", version, """
            depend type=incorporate fmri=pkg:/hello@%s
            """);
        publish("hello", version, """
            depend type=require fmri=pkg:/hello-release@%s
            dir path=usr owner=root group=sys mode=0755
            file hello path=usr/hello owner=root group=bin mode=0555
            link path=usr/hi target=hello
            """);
    }

    private void publish(String name, String version, String actions) throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto"));
        Files.writeString(proto.resolve("hello"), "hello from version " + version + "\n");
        String fmri = "set name=pkg.fmri value=pkg:/%s@%s%n".formatted(name, version);
        Path manifest = Files.writeString(folder.resolve("p5m"), fmri + actions.formatted(version));
        snapupRepo("publish", "-s", repository(), "-d", proto.toString(), manifest.toString());
    }

    private static void snapupRepo(String... arguments) {
        int status = new RepoCommand(NOWHERE, NOWHERE).run(arguments);
        require(status == RepoCommand.DONE, "snapup-repo " + arguments[0] + " ended with " + status);
    }

    private Path configuration(Path root) throws IOException {
        Path run = Files.createDirectory(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(folder.resolve("snapupd.toml"), """
            socket = "%s/s"
            state = "%s/state"
            [storage]
            type = "directory"
            root = "%s"
            reserve_mib = 1
            [packages]
            engine = "ips"
            """.formatted(run, folder, root));
    }

    private void call(String method, Map<String, @Nullable Object> parameters, boolean more, String expected)
            throws IOException {
        String reply = new OwnClient(folder.resolve("run/s")).call(new Call(method, parameters, more, false, false));
        require(reply.contains(expected), method + " answered " + reply);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Those that another storage or engine takes, too; their code doesn't run here. */
    private static void loadOwnClasses() throws IOException {
        for (String archive : System.getProperty("java.class.path").split(":", -1)) {
            if (archive.contains("snapup-") && archive.endsWith(".jar")) {
                try (JarFile jar = new JarFile(archive)) {
                    load(jar.entries());
                }
            }
        }
    }

    private static void load(Enumeration<JarEntry> entries) {
        while (entries.hasMoreElements()) {
            String name = entries.nextElement().getName();
            if (name.endsWith(".class") && !name.endsWith("-info.class")) {
                String type =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                try {
                    Class.forName(type, false, Rehearsal.class.getClassLoader());
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
