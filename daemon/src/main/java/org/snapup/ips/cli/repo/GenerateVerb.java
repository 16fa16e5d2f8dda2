package org.snapup.ips.cli.repo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.repo.publish.Timestamps;

/** Prints the actions that deliver what is in a folder, as the start of a manifest; owner root, group bin, or with {@code -u} the files'. */
final class GenerateVerb implements Verb {
    @Override
    public String usage() {
        return "generate [-u] [-T PATTERN]... [--target PATH]... DIR...";
    }

    @Override
    public List<String> flags() {
        return List.of("-u");
    }

    @Override
    public List<String> valued() {
        return List.of("--target", "-T");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name a folder");
        }
        requireTargets(arguments);
        boolean complete = true;
        Timestamps timestamps = Timestamps.of(arguments.all("-T"));
        for (String operand : arguments.operands()) {
            Path root = Path.of(operand);
            try (Stream<Path> files = Files.walk(root)) {
                if (!Files.isDirectory(root)) {
                    throw new NotDirectoryException(operand);
                }
                Map<Object, Path> seen = new HashMap<>();
                for (String target : arguments.all("--target")) {
                    Path file = root.resolve(target);
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        seen.putIfAbsent(identity(file), file);
                    }
                }
                for (Path file :
                        files.filter(file -> !file.equals(root)).sorted().toList()) {
                    if (!isNameable(root.relativize(file)) || isLinkToUnnameable(file)) {
                        complete = false;
                        err.println("snapup-repo generate: left out, for no manifest can name it, or what it leads to: "
                                + Text.line(file.toString()) + "; give it another name");
                    } else if (isDeliverable(file)) {
                        Action action = action(root, file, seen, arguments.has("-u"));
                        boolean timed = action.get("mode") != null && timestamps.match(action.path());
                        out.println(Text.line(
                                (timed ? action.with(Timestamps.KEY, Timestamps.of(file)) : action).toString()));
                    } else {
                        err.println("snapup-repo generate: left out, for it is neither file, folder nor link: "
                                + Text.line(file.toString()));
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                throw new IpsException(
                        IpsException.Kind.NOT_FOUND,
                        operand + " is no folder; unpack an archive and name its folder",
                        e);
            } catch (UncheckedIOException e) {
                throw new IpsException(IpsException.Kind.IO, "can't read " + operand + ": " + e.getCause(), e);
            } catch (IOException e) {
                throw new IpsException(IpsException.Kind.IO, "can't read " + operand + ": " + e, e);
            }
        }
        return complete ? RepoCommand.DONE : RepoCommand.PARTIAL;
    }

    // One that is mistyped would give another manifest than was asked for.
    private static void requireTargets(Arguments arguments) {
        for (String target : arguments.all("--target")) {
            boolean found = arguments.operands().stream()
                    .map(root -> Path.of(root).resolve(target))
                    .anyMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
            if (!found) {
                throw IpsException.notFound("--target " + target + " is in none of the folders");
            }
        }
    }

    // What ends a line, what isn't quoted, and what isn't in the locale's characters and can't be opened again.
    private static boolean isNameable(Path path) {
        String text = path.toString();
        String line = Action.of(ActionKind.SET, Attributes.of("name", "path", "value", text))
                .toString();
        try {
            return text.chars().noneMatch(c -> Character.isISOControl(c) || "\u2028\u2029\uFFFD".indexOf(c) >= 0)
                    && !line.endsWith("\\")
                    && text.equals(Action.parse(line).get("value"));
        } catch (IpsException e) {
            return false;
        }
    }

    private static boolean isLinkToUnnameable(Path file) throws IOException {
        return Files.isSymbolicLink(file) && !isNameable(Files.readSymbolicLink(file));
    }

    private static boolean isDeliverable(Path file) {
        return Files.isSymbolicLink(file)
                || Files.isDirectory(file)
                || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Action action(Path root, Path file, Map<Object, Path> seen, boolean owned) throws IOException {
        String path = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
            String target = Files.readSymbolicLink(file).toString();
            return Action.of(ActionKind.LINK, Attributes.of("path", path, "target", target));
        }
        Path first = firstLink(file, seen);
        if (first != null) {
            String target = file.resolveSibling("").relativize(first).toString();
            return Action.of(ActionKind.HARDLINK, Attributes.of("path", path, "target", target));
        }
        int bits = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0xfff;
        String mode = String.format("0%03o", bits);
        String owner = owned ? name(file, "unix:owner") : "root";
        String group = owned ? name(file, "unix:group") : "bin";
        Attributes attributes = Attributes.of("group", group, "mode", mode, "owner", owner, "path", path);
        return Files.isDirectory(file)
                ? Action.of(ActionKind.DIR, attributes)
                : Action.of(ActionKind.FILE, path, attributes);
    }

    // The name under which the same file was seen before.
    private static @Nullable Path firstLink(Path file, Map<Object, Path> seen) throws IOException {
        if (Files.isDirectory(file)
                || (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) < 2) {
            return null;
        }
        Path first = seen.putIfAbsent(identity(file), file);
        return file.equals(first) ? null : first;
    }

    private static Object identity(Path file) throws IOException {
        return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    }

    // A number that has no name here is a name that no system has.
    private static String name(Path file, String attribute) throws IOException {
        String name = String.valueOf(Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS));
        if (name.matches("[0-9]+")) {
            throw IpsException.notFound("the " + attribute.replaceFirst(".*:", "") + " of " + file + " is " + name
                    + ", which has no name on this system: change it, or leave out -u");
        }
        return name;
    }
}
