package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.repo.ArchiveWriter;
import org.snapup.testing.Requires;

/**
 * The same commands on two images of the genuine repository, one changed by us and one by the real pkg(1), where that is
 * present: after each, both hold the same files, and each tool reads what the other wrote.
 */
final class InteroperabilityIT {
    private static final int NOTHING_TO_DO = 4;

    @TempDir
    Path temporary;

    static Stream<List<String>> histories() {
        return Stream.of(
                List.of(
                        "install entire@1.0 app/hello@1.0 service/webd@1.0 app/conf@1.0 app/oldname@1.0",
                        "! edit etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf etc/conf/plain.conf",
                        "freeze app/conf",
                        "update",
                        "unfreeze app/conf",
                        "update",
                        "! edit etc/hello.conf etc/passwd",
                        "! delete usr/lib/webd etc/conf/install-only.conf var/webd/README",
                        "! mode usr/bin/hello var/webd",
                        "fix",
                        "revert etc/hello.conf",
                        "uninstall app/conf",
                        "install app/conf@1.0",
                        "uninstall service/webd app/hello app/newname"),
                List.of(
                        "install runtime/python-311 runtime/python-312 archiver/gnu-tar",
                        "set-mediator -V 3.11 python",
                        "install archiver/bsd-tar",
                        "set-mediator -I bsdtar tar",
                        "unset-mediator python",
                        "uninstall runtime/python-312",
                        "install app/conf@1.0 app/overlay",
                        "! edit etc/conf/overlaid.conf",
                        "update app/conf",
                        "uninstall app/overlay",
                        "change-facet locale.de=true doc.*=false",
                        "install app/hello",
                        "change-facet locale.de=None doc.*=None",
                        "change-variant arch=sparc",
                        "change-variant arch=i386"),
                List.of(
                        "avoid archiver/gnu-tar",
                        "install app/editor app/hello runtime/python-311",
                        "unavoid archiver/gnu-tar",
                        "install --reject doc/editor-doc app/hello",
                        "exact-install app/editor service/webd runtime/python-311",
                        "! edit etc/passwd",
                        "install app/hello@1.0 app/conf@1.0",
                        "update app/hello@1.1",
                        "exact-install app/conf",
                        "uninstall app/conf system/base"),
                List.of(
                        "install app/hello@1.0 service/webd@1.0 app/editor runtime/python-311",
                        "autoremove",
                        "flag -M service/webd app/editor runtime/python-311",
                        "autoremove",
                        "autoremove",
                        "flag -m system/base",
                        "flag -M app/hello",
                        "uninstall --ignore-missing app/gone runtime/python-311",
                        "autoremove",
                        "update --ignore-missing app/gone system/base"),
                List.of(
                        "install app/hello@1.0 app/conf@1.0 service/webd@1.0 app/overlay runtime/python-311",
                        "! edit etc/conf/true.conf",
                        "dehydrate",
                        "dehydrate -p example.org",
                        "verify",
                        "fix",
                        "revert usr/bin/hello",
                        "install app/hello@1.1 runtime/python-312",
                        "update",
                        "rehydrate",
                        "rehydrate",
                        "dehydrate -p nobody",
                        "dehydrate",
                        "uninstall app/hello",
                        "change-facet locale.de=true",
                        "rehydrate -p example.org"),
                List.of(
                        "install service/webd@1.0",
                        "apply-hot-fix FIX",
                        "apply-hot-fix FIX app/nowhere",
                        "install app/hello@1.0",
                        "apply-hot-fix FIX",
                        "update app/hello"),
                List.of(
                        "install app/conf@2.0 app/hello@1.1",
                        "! edit etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf etc/hello.conf",
                        "update app/conf@1.0 app/hello@1.0",
                        "! delete etc/conf/true.conf etc/conf/legacy.conf",
                        "update app/conf app/hello"));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldChangeAnImageAsTheRealToolDoes(List<String> commands) throws IOException {
        String repository = Requires.shared("ips/repo").toUri().toString();
        Path theirs = temporary.resolve("theirs");
        Path ours = temporary.resolve("ours");
        Path begin = Files.createDirectory(temporary.resolve("begin"));
        for (Path root : List.of(ours, theirs)) {
            pkg(List.of(
                    "image-create",
                    "-F",
                    "--variant",
                    "variant.arch=i386",
                    "--facet",
                    "facet.locale.*=false",
                    "--facet",
                    "facet.locale.fr=true",
                    "-p",
                    "example.org=" + repository,
                    root.toString()));
        }
        hotFix();
        Instant start = Files.getLastModifiedTime(begin).toInstant();
        ImageCommands us = new ImageCommands(ours, temporary.resolve("cache"));
        List<String> differences = new ArrayList<>();

        for (String command : commands) {
            List<String> words =
                    List.of(command.replace("FIX", fix().toString()).split(" ", -1));
            if (words.get(0).equals("!")) {
                spoil(ours, words.subList(1, words.size()));
                spoil(theirs, words.subList(1, words.size()));
                continue;
            }
            boolean theyDid = pkg(on(theirs, words)).exitStatus() == 0;
            Files.deleteIfExists(theirs.resolve("etc/.pwd.lock")); // its lock on the account files
            boolean weDid = us.run(words);
            if (theyDid != weDid) {
                differences.add(command + ": ours " + weDid + ", theirs " + theyDid);
            }
            boolean whole = Image.read(ours).config().dehydrated().isEmpty();
            differences.addAll(differences(command, print(ours, start, whole), print(theirs, start, whole)));
            differences.addAll(
                    differences(command, Map.of("installed", installed(ours)), Map.of("installed", installed(theirs))));
        }
        // what the real tool makes of our state
        differences.addAll(
                differences("pkg list", Map.of("installed", pkgList(ours)), Map.of("installed", pkgList(theirs))));
        differences.addAll(
                differences("pkg verify", Map.of("found", verified(ours)), Map.of("found", verified(theirs))));
        assertThat(differences).isEmpty();
    }

    private Path fix() {
        return temporary.resolve("fix.p5p");
    }

    /** An archive with packages of which the repository has other versions, or none. */
    private void hotFix() {
        TestWorld maker = new TestWorld(temporary.resolve("maker"), "example.org");
        maker.publish(
                "app/hello@1.5",
                "file path=usr/bin/hello mode=0555 owner=root group=bin",
                "dir path=opt/fix mode=0755" + " owner=root group=sys");
        maker.publish("app/nowhere@1", "dir path=opt/nowhere mode=0755 owner=root group=sys");
        ArchiveWriter.write(maker.repository, fix());
    }

    @Test
    void shouldLeaveAnImageOfFormatFourThatTheRealToolTakesOver() throws IOException {
        String repository = Requires.shared("ips/repo").toUri().toString();
        PkgEngines.program();
        Path root = temporary.resolve("image");
        Ips.create(
                root,
                new ImageSpec(Map.of("example.org", List.of(repository)), Map.of("variant.arch", "i386"), Map.of()),
                List.of("test"));
        ImageCommands us = new ImageCommands(root, temporary.resolve("cache"));
        us.run(List.of("install", "app/hello@1.0", "app/conf@1.0", "service/webd@1.0"));

        CommandResult update = pkg(on(root, List.of("update")));

        assertThat(update.exitStatus()).as(update.err()).isZero();
        assertThat(installed(root)).contains("app/hello@2.0").isEqualTo(pkgList(root));
        assertThat(verified(root)).isEqualTo("0: ");
        assertThat(us.run(List.of("uninstall", "app/conf"))).isTrue();
        assertThat(pkgList(root)).doesNotContain("app/conf").isEqualTo(installed(root));
    }

    private static List<String> on(Path root, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("-R", root.toString()));
        argv.addAll(words);
        return argv;
    }

    private static CommandResult pkg(List<String> words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(words);
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    private static String pkgList(Path root) {
        TreeSet<String> names = new TreeSet<>();
        pkg(on(root, List.of("list", "-Hv")))
                .out()
                .lines()
                .forEach(line -> names.add(
                        line.split(" ", 2)[0].replaceFirst("pkg://[^/]*/", "").replaceFirst("-.*", "")));
        return names.toString();
    }

    private static String installed(Path root) {
        TreeSet<String> names = new TreeSet<>();
        Ips.installed(root)
                .values()
                .forEach(fmri ->
                        names.add(fmri.name() + "@" + fmri.requireVersion().release()));
        return names.toString();
    }

    private static String verified(Path root) {
        CommandResult result = pkg(on(root, List.of("verify", "--parsable=0")));
        return (result.exitStatus() == NOTHING_TO_DO ? 0 : result.exitStatus()) + ": "
                + result.err().strip();
    }

    /** What an administrator may do. */
    private static void spoil(Path root, List<String> words) throws IOException {
        for (String path : words.subList(1, words.size())) {
            Path file = root.resolve(path);
            switch (words.get(0)) {
                case "edit" -> {
                    if (Files.exists(file)) {
                        Files.writeString(file, Files.readString(file) + "edited\n");
                    }
                }
                case "delete" -> Files.deleteIfExists(file);
                case "mode" -> {
                    if (Files.exists(file)) {
                        Files.setAttribute(file, "unix:mode", 0777);
                        Files.setAttribute(file, "unix:gid", 3);
                    }
                }
                default -> throw new IllegalArgumentException(words.get(0));
            }
        }
    }

    private static List<String> differences(String command, Map<String, String> ours, Map<String, String> theirs) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>(ours.keySet());
        paths.addAll(theirs.keySet());
        for (String path : paths) {
            String our = ours.getOrDefault(path, "absent");
            String their = theirs.getOrDefault(path, "absent");
            if (!our.equals(their)) {
                differences.add(command + ": " + path + ": ours " + our + ", theirs " + their);
            }
        }
        return differences;
    }

    /**
     * All but the image's own bookkeeping, of which licenses and what was put aside are shown.
     *
     * @param folders without them no folders: the real tool leaves those that it empties where it dehydrates
     */
    private static Map<String, String> print(Path root, Instant start, boolean folders) throws IOException {
        Map<String, String> print = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String name = root.relativize(path).toString();
                boolean shown = name.startsWith("var/pkg/lost+found/")
                        || (name.startsWith("var/pkg/license/") && !Files.isDirectory(path));
                boolean isLeftOut = !folders && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                if (isLeftOut || (name.startsWith("var/pkg") && !shown)) {
                    continue;
                }
                print.put(
                        name.replaceFirst("-\\d{8}T\\d{6}Z", "-TIME"),
                        describe(path, name.endsWith("/pkginfo"), start));
            }
        }
        return print;
    }

    private static String describe(Path path, boolean pkginfo, Instant start) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> stat = Files.readAttributes(path, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
        String mode = stat.get("mode") instanceof Integer bits ? Integer.toOctalString(bits) : "";
        String what = mode + " " + stat.get("uid") + ":" + stat.get("gid");
        if (Files.isDirectory(path)) {
            return what;
        }
        String text = Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
        String content = path.endsWith("etc/group")
                ? sortedMembers(text)
                : pkginfo ? text.replaceFirst("INSTDATE=.*\n", "") : text;
        // only a time that a package asked for is to be the same
        Instant time = posix.lastModifiedTime().toInstant();
        return what + " x" + stat.get("nlink") + " " + (time.isBefore(start) ? time : "now")
                + (content.length() < 100 ? " " + content.strip() : " #" + content.hashCode());
    }

    /** pkg(1) writes the members of a group in the order of a Python set. */
    private static String sortedMembers(String group) {
        return group.lines()
                .map(line -> line.substring(0, line.lastIndexOf(':') + 1)
                        + new TreeSet<>(List.of(
                                line.substring(line.lastIndexOf(':') + 1).split(",", -1))))
                .collect(Collectors.joining("\n"));
    }
}
