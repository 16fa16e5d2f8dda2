package org.snapup.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.ffi.CurrentUser;
import org.snapup.ips.cli.ImageCommand;
import org.snapup.ips.cli.repo.RepoCommand;

/**
 * A repository, an image installed from it as the live BE, and a configuration over them: what a machine with snapup has.
 * Everything lies in one folder.
 */
public final class IpsWorld {
    public static final String PUBLISHER = "test";
    private static final int FILES = 8;

    private final Path folder;
    private final String storage;
    private String packages = "engine = \"ips\"\n";

    /** @param storage the configuration's storage section, without its heading */
    public IpsWorld(Path folder, String storage) throws IOException {
        this.folder = folder;
        this.storage = storage;
        Files.createDirectories(folder.resolve("run"));
        repo("create", "-p", PUBLISHER, folder.resolve("repo").toString());
    }

    /** One over plain directories, with {@code hello} 1.0 in its live BE {@code be0}. */
    public static IpsWorld onDirectories(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("be"));
        IpsWorld world = new IpsWorld(
                folder, "type = \"directory\"\nroot = \"" + root + "\"\nlive = \"be0\"\nreserve_mib = 1\n");
        world.publish("hello", 1);
        world.image(root.resolve("be0"), "hello");
        return world;
    }

    /** One over plain directories, whose live BE {@code be0} was made by the real pkg(1), with {@code hello} 1.0 in it. */
    public static IpsWorld ofRealPkg(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("be"));
        IpsWorld world = new IpsWorld(
                folder, "type = \"directory\"\nroot = \"" + root + "\"\nlive = \"be0\"\nreserve_mib = 1\n");
        world.publish("hello", 1);
        String publisher = PUBLISHER + "=" + folder.resolve("repo").toUri();
        PkgEngines.realImages().make(root.resolve("be0"), publisher, "hello");
        return world.packages("engine = \"pkg\"\nprogram = \"" + PkgEngines.program() + "\"\n");
    }

    /** @param section the configuration's section of that name, without its heading */
    public IpsWorld packages(String section) {
        packages = section;
        return this;
    }

    public Path folder() {
        return folder;
    }

    public Path socket() {
        return folder.resolve("run/s.sock");
    }

    public Path config() {
        return folder.resolve("snapupd.toml");
    }

    /** Publishes a version of a package of a few files. */
    public void publish(String name, int version) throws IOException {
        publish(name, version, FILES);
    }

    public void publish(String name, int version, int files) throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto-" + name + version));
        StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/" + name + "@" + version + ".0\n"
                + "dir path=opt owner=root group=sys mode=0755\n"
                + "dir path=opt/" + name + " owner=root group=sys mode=0755\n");
        for (int i = 0; i < files; i++) {
            Files.writeString(proto.resolve("f" + i), name + " " + version + " file " + i + "\n");
            manifest.append("file f" + i + " path=opt/" + name + "/f" + i + " owner=root group=bin mode=0644\n");
        }
        Path file = Files.writeString(folder.resolve(name + version + ".p5m"), manifest);
        repo("publish", "-s", folder.resolve("repo").toString(), "-d", proto.toString(), file.toString());
    }

    /** Makes an image in a folder. */
    public void image(Path root, String... packages) {
        String[] args = new String[4 + packages.length];
        args[0] = "create";
        args[1] = "-p";
        args[2] = PUBLISHER + "=" + folder.resolve("repo").toUri();
        args[3] = root.toString();
        System.arraycopy(packages, 0, args, 4, packages.length);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(new ImageCommand(out, out).run(args))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    /** Runs {@code snapup-repo}, which has to succeed. */
    public void repo(String... args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(new RepoCommand(out, out).run(args))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    /** Writes the configuration; members may be empty. */
    public IpsWorld configure(String... members) throws IOException {
        StringBuilder list = new StringBuilder();
        for (String member : members) {
            list.append(list.length() == 0 ? "" : ", ")
                    .append('"')
                    .append(member)
                    .append('"');
        }
        Files.writeString(
                config(),
                "socket = \"" + socket() + "\"\nstate = \"" + folder.resolve("state") + "\"\n[storage]\n" + storage
                        + "[packages]\n" + packages + "[policy]\nmembers = [" + list + "]\n");
        Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    /** Starts its daemon in this process. */
    Daemon start() throws IOException {
        return Daemon.start(
                Configuration.load(configure().config(), CurrentUser.effectiveId()),
                Daemon.Surroundings.none(config()),
                name -> {});
    }

    /** What version of a package a tree has, by the content of its files; -1 for a mix. */
    public static int versionIn(Path tree, String name) throws IOException {
        int version = 0;
        for (int i = 0; i < FILES; i++) {
            Path file = tree.resolve("opt").resolve(name).resolve("f" + i);
            int found =
                    Files.exists(file) ? Integer.parseInt(Files.readString(file).split(" ", -1)[1]) : 0;
            if (i > 0 && found != version) {
                return -1;
            }
            version = found;
        }
        return version;
    }
}
