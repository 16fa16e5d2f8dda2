package org.snapup.ips.execute;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.FileStat;
import org.snapup.ips.action.Action;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.PlannedAction;

/**
 * Device drivers, in the image's files, as add_drv and rem_drv keep them for a root that isn't running:
 *
 * <pre>
 * etc/name_to_major             NAME NUMBER
 * etc/driver_aliases            NAME "ALIAS"
 * etc/driver_classes            NAME CLASS
 * etc/minor_perm                NAME:MINOR MODE OWNER GROUP, for clone_perms with clone as the NAME
 * etc/security/device_policy    NAME or NAME:MINOR, and read_priv_set= and write_priv_set=
 * etc/security/extra_privs      NAME:PRIVILEGE
 * etc/devlink.tab               lines as the package has them
 * </pre>
 *
 * A file that an image hasn't isn't made. A running system takes a driver in at its next boot.
 */
public final class Drivers {
    private static final String MAJORS = "etc/name_to_major";
    private static final String ALIASES = "etc/driver_aliases";
    private static final String CLASSES = "etc/driver_classes";
    private static final String PERMISSIONS = "etc/minor_perm";
    private static final String POLICIES = "etc/security/device_policy";
    private static final String PRIVILEGES = "etc/security/extra_privs";
    private static final String LINKS = "etc/devlink.tab";

    private interface Line {
        String of(String name, String value);
    }

    /** Which attribute makes which lines, and what pkg(1) calls such a line. */
    private record Part(String attribute, String file, String word, Line line) {}

    private static final List<Part> PARTS = List.of(
            new Part("alias", ALIASES, "alias", (name, alias) -> name + " \"" + alias + "\""),
            new Part("class", CLASSES, "class", (name, of) -> name + "\t" + of),
            new Part("perms", PERMISSIONS, "minor node permission", (name, text) -> name + ":" + text),
            new Part("clone_perms", PERMISSIONS, "clone permission", (name, text) -> "clone:" + text),
            new Part("policy", POLICIES, "device policy", Drivers::policy),
            new Part("privs", PRIVILEGES, "device privilege", (name, privilege) -> name + ":" + privilege),
            new Part("devlink", LINKS, "device link", (name, link) -> link.replace("\\t", "\t")));

    /** All that may change. */
    static final List<String> FILES = List.of(MAJORS, ALIASES, CLASSES, PERMISSIONS, POLICIES, PRIVILEGES, LINKS);

    private final Target target;
    private final ImageFiles files;
    private final Supplier<Set<String>> packaged;

    /**
     * Changes an image.
     *
     * @param packaged the names of all drivers that packages deliver, for when that has to be known
     */
    Drivers(Target target, ImageFiles files, Supplier<Set<String>> packaged) {
        this.target = target;
        this.files = files;
        this.packaged = packaged;
    }

    /** Whether the image keeps drivers at all. */
    static boolean areKept(ImageFiles files) {
        return files.root().find(BytePath.of(MAJORS)).isPresent();
    }

    void install(PlannedAction now, Optional<PlannedAction> old) {
        if (!areKept(files)) {
            return;
        }
        String name = now.action().attributes().require("name");
        Map<String, List<String>> wanted = lines(now.action());
        Map<String, List<String>> before =
                old.map(action -> lines(action.action())).orElse(Map.of());
        edit(MAJORS, majors -> addMajor(majors, name));
        edit(ALIASES, lines -> takeAliases(lines, now));
        for (String file : FILES) {
            List<String> add = wanted.getOrDefault(file, List.of());
            List<String> had = before.getOrDefault(file, List.of());
            if (!add.isEmpty() || !had.isEmpty()) {
                edit(file, lines -> {
                    List<String> kept = add.stream().map(Drivers::normal).toList();
                    had.stream()
                            .map(Drivers::normal)
                            .filter(line -> !kept.contains(line))
                            .forEach(line ->
                                    lines.removeIf(present -> normal(present).equals(line)));
                    add.forEach(line -> put(file, lines, line));
                });
            }
        }
    }

    /** Comments out what gives a device of this driver to one that no package delivers: add_drv would refuse it. */
    private void takeAliases(List<String> lines, PlannedAction driver) {
        String name = driver.action().attributes().require("name");
        List<String> aliases = driver.action().attributes().all("alias");
        for (int i = 0; i < lines.size(); i++) {
            String[] words = normal(lines.get(i)).split(" ", -1);
            if (words.length == 2
                    && !words[0].equals(name)
                    && aliases.contains(words[1])
                    && !packaged.get().contains(words[0])) {
                lines.set(i, "# snapup: " + lines.get(i));
                target.note("The driver " + words[0] + ", which no package delivers, had the alias " + words[1]
                        + " that the driver " + name + " of " + driver.fmri().shortText()
                        + " has now: line " + (i + 1) + " of " + ALIASES + " was commented out. If " + words[0]
                        + " isn't needed any more, remove it with rem_drv(8).");
            }
        }
    }

    /** The number after the highest one. */
    private static void addMajor(List<String> majors, String name) {
        int highest = 0;
        for (String line : majors) {
            String[] words = normal(line).split(" ", -1);
            if (words[0].equals(name)) {
                return;
            }
            if (words.length == 2 && words[1].matches("[0-9]{1,9}")) {
                highest = Math.max(highest, Integer.parseInt(words[1]));
            }
        }
        majors.add(name + " " + (highest + 1));
    }

    /** A minor node has one line of permissions, a driver or minor node one of policies. */
    private static void put(String file, List<String> lines, String line) {
        String wanted = normal(line);
        if (lines.stream().anyMatch(present -> normal(present).equals(wanted))) {
            return;
        }
        if (file.equals(PERMISSIONS) || file.equals(POLICIES)) {
            String key = first(wanted);
            lines.removeIf(present -> first(normal(present)).equals(key));
        }
        lines.add(line);
    }

    void remove(PlannedAction old) {
        if (!areKept(files)) {
            return;
        }
        String name = old.action().attributes().require("name");
        Predicate<String> own = line -> {
            String first = first(normal(line));
            return first.equals(name) || first.startsWith(name + ":");
        };
        for (String file : List.of(MAJORS, ALIASES, CLASSES, PERMISSIONS, POLICIES, PRIVILEGES)) {
            edit(file, lines -> lines.removeIf(own));
        }
        Map<String, List<String>> had = lines(old.action());
        for (String file : List.of(PERMISSIONS, LINKS)) {
            List<String> gone = had.getOrDefault(file, List.of()).stream()
                    .map(Drivers::normal)
                    .toList();
            if (!gone.isEmpty()) {
                edit(file, lines -> lines.removeIf(line -> gone.contains(normal(line))));
            }
        }
    }

    /** What an action has in each file. */
    private static Map<String, List<String>> lines(Action action) {
        String name = action.attributes().require("name");
        Map<String, List<String>> lines = new TreeMap<>();
        for (Part part : PARTS) {
            for (String value : action.attributes().all(part.attribute())) {
                lines.computeIfAbsent(part.file(), file -> new ArrayList<>())
                        .add(part.line().of(name, value));
            }
        }
        return lines;
    }

    /**
     * What an image's files lack of a driver, in pkg(1)'s words; files that the image hasn't are passed over.
     *
     * @param action of kind driver
     */
    public static List<String> missing(ImageFiles files, Action action) {
        if (!areKept(files)) {
            return List.of();
        }
        String name = action.attributes().require("name");
        if (entries(files, name) == 0) {
            return List.of(MAJORS + ": '" + name + "' entry not present");
        }
        List<String> missing = new ArrayList<>();
        for (Part part : PARTS) {
            List<String> values = action.attributes().all(part.attribute());
            boolean there = files.root().find(BytePath.of(part.file())).isPresent();
            if (!values.isEmpty() && there) {
                List<String> present = normalLines(files, part.file());
                values.stream()
                        .filter(value -> !present.contains(normal(part.line().of(name, value))))
                        .forEach(value -> missing.add(part.word() + " '" + value + "' missing from " + part.file()));
            }
        }
        return missing;
    }

    private static long entries(ImageFiles files, String name) {
        return normalLines(files, MAJORS).stream()
                .filter(line -> first(line).equals(name))
                .count();
    }

    /**
     * What an administrator has to decide about a driver, in pkg(1)'s words; empty if nothing.
     *
     * @param action of kind driver
     */
    public static Optional<String> ambiguity(ImageFiles files, Action action) {
        String name = action.attributes().require("name");
        return areKept(files) && entries(files, name) > 1
                ? Optional.of(MAJORS + ": more than one entry for '" + name + "' is present")
                : Optional.empty();
    }

    /**
     * What an image's files have of a driver beyond its action, in pkg(1)'s words.
     *
     * @param action of kind driver
     */
    public static List<String> extra(ImageFiles files, Action action) {
        if (!areKept(files)) {
            return List.of();
        }
        String name = action.attributes().require("name");
        List<String> extra = new ArrayList<>();
        for (Part part : PARTS) {
            if (part.file().equals(LINKS) || part.attribute().equals("clone_perms")) {
                continue; // such a line may be anybody's
            }
            List<String> delivered = action.attributes().all(part.attribute()).stream()
                    .map(value -> normal(part.line().of(name, value)))
                    .toList();
            for (String line : normalLines(files, part.file())) {
                String first = first(line);
                boolean own = first.equals(name) || first.startsWith(name + ":");
                if (own && !delivered.contains(line)) {
                    extra.add("extra " + part.word() + " '" + line.substring(Math.min(line.length(), name.length() + 1))
                            + "' found in " + part.file());
                }
            }
        }
        return extra;
    }

    private static List<String> normalLines(ImageFiles files, String file) {
        return files.read(BytePath.of(file))
                .map(content -> new String(content, StandardCharsets.ISO_8859_1))
                .map(text -> text.lines().map(Drivers::normal).toList())
                .orElse(List.of());
    }

    /** A policy begins with a minor node, or is for all of them. */
    private static String policy(String name, String policy) {
        String[] words = policy.strip().split("\\s+", -1);
        boolean minor = words.length > 1 && words[0].indexOf('=') < 0;
        String subject = minor && !words[0].equals("*") ? name + ":" + words[0] : name;
        StringBuilder line = new StringBuilder(subject);
        for (int i = minor ? 1 : 0; i < words.length; i++) {
            line.append('\t').append(words[i]);
        }
        return line.toString();
    }

    /** Words between single blanks, without quotes; empty for a comment. */
    private static String normal(String line) {
        String stripped = line.strip();
        return stripped.startsWith("#") ? "" : stripped.replace("\"", "").replaceAll("\\s+", " ");
    }

    private static String first(String normal) {
        int blank = normal.indexOf(' ');
        return blank < 0 ? normal : normal.substring(0, blank);
    }

    private interface Edit {
        void on(List<String> lines);
    }

    /** Changes a file, if it is there; mode and owner stay, as do bytes that aren't text. */
    private void edit(String file, Edit edit) {
        BytePath path = BytePath.of(file);
        Optional<byte[]> content = files.read(path);
        if (content.isEmpty()) {
            return;
        }
        String text = new String(content.get(), StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<String> before = List.copyOf(lines);
        edit.on(lines);
        if (lines.equals(before)) {
            return;
        }
        StringBuilder changed = new StringBuilder();
        lines.forEach(line -> changed.append(line).append('\n'));
        byte[] bytes = changed.toString().getBytes(StandardCharsets.ISO_8859_1);
        FileStat stat = target.find(path).orElseThrow();
        int owner = target.setsOwners() ? stat.uid() : -1;
        int group = target.setsOwners() ? stat.gid() : -1;
        target.replaceFile(path, stat.permissions(), owner, group, out -> out.write(Target.buffer(bytes)));
    }
}
