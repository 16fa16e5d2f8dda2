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
import org.awaitility.Awaitility;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.image.Image;
import org.snapup.ips.verify.Finding;
import org.snapup.ips.verify.VerifiedPackage;

/** Two images of one repository, one changed by us and one by the real pkg(1); what differs afterwards is collected. */
final class SideBySide {
    private static final int NOTHING_TO_DO = 4;

    final Path ours;
    final Path theirs;
    private final Path temporary;
    private final ImageCommands us;
    private final Instant start;
    private final List<String> differences = new ArrayList<>();

    /**
     * Makes the images, of format 5, without locales but fr.
     *
     * @param publisher of the repository
     * @param repository its URI
     */
    SideBySide(Path temporary, String publisher, String repository) throws IOException {
        this.temporary = temporary;
        theirs = temporary.resolve("theirs");
        ours = temporary.resolve("ours");
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
                    publisher + "=" + repository,
                    root.toString()));
        }
        start = Files.getLastModifiedTime(begin).toInstant();
        us = new ImageCommands(ours, temporary.resolve("cache"));
    }

    /** Gives a command to both and compares; one that begins with an exclamation mark is an administrator's own work. */
    void run(String command) throws IOException {
        List<String> words = List.of(command.split(" ", -1));
        if (words.get(0).equals("!")) {
            Damage.to(ours, words.subList(1, words.size()));
            Damage.to(theirs, words.subList(1, words.size()));
            return;
        }
        awaitNextSecond();
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
        sameOrderOfMembers();
    }

    /**
     * pkg(1) writes the members of a group in the order of a Python set, another one in each process: whether it finds the file
     * changed when its package goes, and puts it aside, is chance unless it has the order that we keep.
     */
    private void sameOrderOfMembers() throws IOException {
        Path our = ours.resolve("etc/group");
        Path their = theirs.resolve("etc/group");
        if (Files.exists(our) && Files.exists(their)) {
            String text = Files.readString(our);
            String same = Files.readString(their);
            if (!text.equals(same) && sortedMembers(text).equals(sortedMembers(same))) {
                Files.writeString(their, text);
            }
        }
    }

    /** The real tool names what it puts aside by the second, and overwrites what it put aside in the same one. */
    private void awaitNextSecond() {
        if (Files.exists(theirs.resolve("var/pkg/lost+found"))) {
            Instant now = Instant.now();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Instant.now().getEpochSecond() > now.getEpochSecond());
        }
    }

    /** What the real tool finds in its image: what it looked at, and below it what it has to say. */
    List<String> pkgVerify() {
        return withoutPackages(pkgReport());
    }

    /** As {@link #pkgVerify}, with the packages and their states. */
    List<String> pkgReport(String... patterns) {
        List<String> words = new ArrayList<>(List.of("verify", "-v"));
        words.addAll(List.of(patterns));
        return pkg(on(theirs, words))
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("PACKAGE"))
                .skip(1)
                .map(line -> line.strip().replace(theirs + "/", "").replaceFirst("^(pkg://[^ ]*) +", "$1 "))
                .toList();
    }

    /** What we find in our image, as the real tool prints it. */
    List<String> verify() {
        return found(ours, temporary.resolve("cache"));
    }

    /** As {@link #verify}, with the packages and their states. */
    List<String> report(String... patterns) {
        return report(ours, temporary.resolve("cache"), patterns);
    }

    /** What we find in an image, as the real tool prints it. */
    static List<String> found(Path root, Path cache) {
        return withoutPackages(report(root, cache));
    }

    /** As {@link #found}, with the packages and their states. */
    static List<String> report(Path root, Path cache, String... patterns) {
        List<String> lines = new ArrayList<>();
        for (VerifiedPackage verified : Ips.verify(root, List.of(patterns), List.of(), cache, IpsListener.NONE)
                .packages()) {
            lines.add(verified.fmri().stem() + (verified.isWhole() ? " OK" : " ERROR"));
            String last = "";
            for (Finding finding : verified.findings()) {
                if (!finding.subject().equals(last)) {
                    lines.add(finding.subject());
                }
                last = finding.subject();
                lines.add((finding.severity() == Finding.Severity.INFO ? "" : finding.severity() + ": ")
                        + finding.text());
            }
        }
        return lines;
    }

    private static List<String> withoutPackages(List<String> report) {
        return report.stream().filter(line -> !line.startsWith("pkg://")).toList();
    }

    /** Fails if anything differed, or if the real tool finds our image other than its own. */
    void assertSame() {
        differences.addAll(
                differences("pkg list", Map.of("installed", pkgList(ours)), Map.of("installed", pkgList(theirs))));
        differences.addAll(
                differences("pkg verify", Map.of("found", verified(ours)), Map.of("found", verified(theirs))));
        assertThat(differences).isEmpty();
    }

    static List<String> on(Path root, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("-R", root.toString()));
        argv.addAll(words);
        return argv;
    }

    static CommandResult pkg(List<String> words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(words);
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    static String pkgList(Path root) {
        TreeSet<String> names = new TreeSet<>();
        pkg(on(root, List.of("list", "-Hv")))
                .out()
                .lines()
                .forEach(line -> names.add(
                        line.split(" ", 2)[0].replaceFirst("pkg://[^/]*/", "").replaceFirst("-.*", "")));
        return names.toString();
    }

    static String installed(Path root) {
        TreeSet<String> names = new TreeSet<>();
        Ips.installed(root)
                .values()
                .forEach(fmri ->
                        names.add(fmri.name() + "@" + fmri.requireVersion().release()));
        return names.toString();
    }

    static String verified(Path root) {
        CommandResult result = pkg(on(root, List.of("verify", "--parsable=0")));
        return (result.exitStatus() == NOTHING_TO_DO ? 0 : result.exitStatus()) + ": "
                + result.err().strip();
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
                // several things put aside from one place, sorted
                print.merge(
                        name.replaceFirst("-\\d{8}T\\d{6}Z(\\.\\d+)?", "-TIME"),
                        describe(path, name.endsWith("/pkginfo"), start),
                        (one, two) -> one.compareTo(two) < 0 ? one + " and " + two : two + " and " + one);
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
