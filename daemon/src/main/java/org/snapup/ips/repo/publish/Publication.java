package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.ActionRules;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.ManifestText;

/**
 * A package to be published: its manifest, and where its files are. A file or license action names its payload by a
 * path below one of the proto folders, in the place of the hash; without one, by its {@code path}.
 *
 * @param source named in errors
 * @param protoFolders searched in this order
 */
public record Publication(String source, Manifest manifest, List<Path> protoFolders) {
    private static final String TYPED = "the manifest on standard input";
    private static final String NEEDS_SPACE = "a value that has a tab needs a space, too; in: ";

    public Publication {
        protoFolders = List.copyOf(protoFolders);
    }

    /**
     * Reads a manifest from a file.
     *
     * @param protoFolders none means the folder of the manifest
     * @throws IpsException BAD_INPUT, IO
     */
    public static Publication read(Path file, List<Path> protoFolders) {
        Path parent = file.toAbsolutePath().getParent();
        List<Path> folders = protoFolders.isEmpty() && parent != null ? List.of(parent) : protoFolders;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = ManifestText.read(in, file.toString());
            return new Publication(file.toString(), Manifest.parse(text, file.toString()), folders);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the manifest " + file + ": " + e, e);
        }
    }

    /**
     * Reads a manifest from a stream, which stays open; empty if nothing comes.
     *
     * @param protoFolders none means the folder that the program runs in
     * @throws IpsException BAD_INPUT, IO
     */
    public static Optional<Publication> read(InputStream in, List<Path> protoFolders) {
        List<Path> folders = protoFolders.isEmpty() ? List.of(Path.of("").toAbsolutePath()) : protoFolders;
        Manifest manifest = Manifest.parse(ManifestText.read(in, TYPED), TYPED);
        return manifest.actions().isEmpty() ? Optional.empty() : Optional.of(new Publication(TYPED, manifest, folders));
    }

    /**
     * A manifest that is at hand as text.
     *
     * @throws IpsException BAD_INPUT
     */
    public static Publication of(String manifest, Path... protoFolders) {
        return new Publication("the manifest", Manifest.parse(manifest), List.of(protoFolders));
    }

    /**
     * The name that the manifest gives itself.
     *
     * @throws IpsException BAD_INPUT if it has none, or no version
     */
    Fmri fmri() {
        String text = manifest.attribute("pkg.fmri");
        if (text == null) {
            throw IpsException.badInput(source + " doesn't name its package: add the line"
                    + " 'set name=pkg.fmri value=pkg://PUBLISHER/NAME@VERSION'");
        }
        Fmri fmri = Fmri.parse(text);
        fmri.requireVersion();
        return fmri;
    }

    /** All actions but the name, and signatures: those are of the manifest as it was published before. */
    List<Action> content() {
        return manifest.actions().stream()
                .filter(action -> action.kind() != ActionKind.SIGNATURE)
                .filter(action -> action.kind() != ActionKind.SET || !isName(action))
                .toList();
    }

    /** The actions that {@link #content} leaves out although they aren't the name. */
    public List<Action> omitted() {
        return manifest.actions(ActionKind.SIGNATURE);
    }

    private static boolean isName(Action set) {
        String name = set.get("name");
        return "pkg.fmri".equals(name) || "fmri".equals(name);
    }

    /** @throws IpsException BAD_INPUT, naming each action that can't be published; NOT_FOUND for files */
    void check() {
        List<String> problems = new ArrayList<>();
        for (Action action : content()) {
            ActionRules.problems(action).forEach(problem -> problems.add(problem + ", in: " + action));
            checkReadable(action, problems);
        }
        checkMarks(problems);
        if (!problems.isEmpty()) {
            throw IpsException.badInput(source + " can't be published:\n  " + String.join("\n  ", problems));
        }
        content().stream().filter(Publication::hasFile).forEach(this::payload);
    }

    // Actions are written as pkg(1) writes them, which puts no quotes around a tab: such a line is read as another one.
    private static void checkReadable(Action action, List<String> problems) {
        Character end = ManifestText.lineEnd(action.toString());
        if (end != null) {
            problems.add(String.format(
                    "it has the character U+%04X, at which pkg(1) takes the line to end: leave that out, in: %s",
                    (int) end, action));
            return;
        }
        if (action.toString().endsWith("\\") && !hasFile(action)) { // those of files end in their sizes
            problems.add(
                    "as it would be published, its last backslash would join it with the next line; in: " + action);
            return;
        }
        try {
            Action read = Action.parse(action.toString());
            if (!keys(read).equals(keys(action))) {
                problems.add("as it would be published, it would be read as another action: " + NEEDS_SPACE + action);
            }
        } catch (IpsException e) {
            problems.add(
                    "as it would be published, nobody could read it (" + e.getMessage() + "): " + NEEDS_SPACE + action);
        }
    }

    private static String keys(Action action) {
        return String.join(" ", action.attributes().keys());
    }

    private void checkMarks(List<String> problems) {
        boolean obsolete = manifest.isObsolete();
        boolean renamed = manifest.isRenamed();
        if (obsolete && renamed) {
            problems.add("a package is either obsolete or renamed");
        } else if (obsolete) {
            checkKinds(problems, "an obsolete package", EnumSet.of(ActionKind.SET, ActionKind.SIGNATURE));
        } else if (renamed) {
            checkKinds(
                    problems, "a renamed package", EnumSet.of(ActionKind.SET, ActionKind.DEPEND, ActionKind.SIGNATURE));
            boolean requires = manifest.actions(ActionKind.DEPEND).stream()
                    .anyMatch(depend -> "require".equals(depend.get("type")));
            if (!requires) {
                problems.add("a renamed package has to require its new name");
            }
        }
    }

    private void checkKinds(List<String> problems, String what, Set<ActionKind> allowed) {
        for (Action action : content()) {
            if (!allowed.contains(action.kind())) {
                problems.add(what + " can't have the action '" + action + "'");
            }
        }
    }

    static boolean hasFile(Action action) {
        return action.kind() == ActionKind.FILE || action.kind() == ActionKind.LICENSE;
    }

    /**
     * The file that holds the payload.
     *
     * @throws IpsException NOT_FOUND
     */
    Path payload(Action action) {
        String hash = action.hash();
        String name = hash == null || hash.equals(Action.NO_HASH) ? action.get("path") : hash;
        if (name == null) {
            throw IpsException.badInput(
                    source + " names no file for '" + action + "': write the file's path after the kind of action");
        }
        String relative = name.replaceFirst("^/+", "");
        for (Path folder : protoFolders) {
            Path file = resolve(folder, relative);
            if (file.startsWith(folder.normalize()) && Files.isRegularFile(file)) {
                return file;
            }
        }
        throw IpsException.notFound(source + " needs the file " + relative + ", which is in none of " + protoFolders
                + ": name the proto folder with -d");
    }

    private Path resolve(Path folder, String relative) {
        try {
            return folder.resolve(relative).normalize();
        } catch (InvalidPathException e) {
            throw new IpsException(
                    IpsException.Kind.BAD_INPUT,
                    source + " names the file '" + relative + "', which can't be a file's name here: " + e.getReason()
                            + "; correct it, or run under a UTF-8 locale",
                    e);
        }
    }
}
