package org.snapup.daemon.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snapup.ips.Ips;
import org.snapup.ips.cli.ImageCommand;
import org.snapup.ips.cli.repo.RepoCommand;
import org.snapup.ips.fmri.Fmri;

/** A world of IPS: a repository in a folder, and an image of it. */
public final class ImageWorld implements EngineWorld {
    public static final String PUBLISHER = "test";
    private static final int FILES = 4;

    private final Path folder;
    private final PackageEngine engine;
    private final Images images;

    /** Of our library. */
    public ImageWorld(Path folder, PackageEngine engine) throws IOException {
        this(folder, engine, new OurImages());
    }

    public ImageWorld(Path folder, PackageEngine engine, Images images) throws IOException {
        this.folder = folder;
        this.engine = engine;
        this.images = images;
        Files.createDirectories(cache());
        repo("create", "-p", PUBLISHER, repository().toString());
        publish("hello", 1);
        images.make(root(), PUBLISHER + "=" + repository().toUri(), "hello");
    }

    /** Whose images they are. */
    public interface Images {
        void make(Path root, String publisher, String hello);

        /** The FMRI of a package, empty where it isn't installed. */
        Optional<String> installed(Path root, String name);
    }

    private static final class OurImages implements Images {
        @Override
        public void make(Path root, String publisher, String hello) {
            image("create", "-p", publisher, root.toString(), hello);
        }

        @Override
        public Optional<String> installed(Path root, String name) {
            return Optional.ofNullable(Ips.installed(root).get(name)).map(Fmri::toString);
        }
    }

    public Path repository() {
        return folder.resolve("repo");
    }

    @Override
    public PackageEngine engine() {
        return engine;
    }

    @Override
    public Path root() {
        return folder.resolve("root");
    }

    @Override
    public Path cache() {
        return folder.resolve("cache");
    }

    @Override
    public void publish(String name, int version) throws IOException {
        publish(name, version, "");
    }

    /** @param more lines of the manifest; {@code f0} to {@code f3} can be their payloads */
    public void publish(String name, int version, String more) throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto-" + name + version));
        StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/" + name + "@" + version + ".0\n"
                + "set name=pkg.summary value=\"" + name + " in version " + version + "\"\n"
                + "dir path=opt owner=root group=root mode=0755\n"
                + "dir path=opt/" + name + " owner=root group=root mode=0755\n");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(proto.resolve("f" + i), name + " " + version + " file " + i + "\n");
            manifest.append("file f" + i + " path=opt/" + name + "/f" + i + " owner=root group=root mode=0644\n");
        }
        Path file = Files.writeString(folder.resolve(name + version + ".p5m"), manifest.append(more));
        repo("publish", "-s", repository().toString(), "-d", proto.toString(), file.toString());
    }

    @Override
    public void breakRepository() throws IOException {
        try (Stream<Path> files =
                Files.walk(repository().resolve("publisher").resolve(PUBLISHER).resolve("file"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public int installed(Path where, String name) throws IOException {
        int recorded = images.installed(where, name)
                .map(fmri -> Fmri.parse(fmri).requireVersion().release().toString())
                .map(release -> Integer.parseInt(release.split("\\.", -1)[0]))
                .orElse(0);
        for (int i = 0; i < FILES; i++) {
            Path file = where.resolve("opt").resolve(name).resolve("f" + i);
            String content = Files.exists(file) ? Files.readString(file) : "none 0";
            assertThat(Integer.parseInt(content.split(" ", -1)[1]))
                    .as("the version of %s, and what the image's records say", file)
                    .isEqualTo(recorded);
        }
        return recorded;
    }

    @Override
    public boolean answers() {
        return true;
    }

    @Override
    public Path records() {
        return Path.of("var/pkg");
    }

    private static void repo(String... args) {
        run(out -> new RepoCommand(out, out).run(args), List.of(args));
    }

    private static void image(String... args) {
        run(out -> new ImageCommand(out, out).run(args), List.of(args));
    }

    private interface Running {
        int on(PrintStream out);
    }

    private static void run(Running command, List<String> args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            int status = command.on(out);
            assertThat(status)
                    .as("%s: %s", args, said.toString(StandardCharsets.UTF_8))
                    .isZero();
        } catch (UncheckedIOException e) {
            throw new AssertionError(args + ": " + e, e);
        }
    }
}
