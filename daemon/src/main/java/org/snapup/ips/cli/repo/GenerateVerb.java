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

/** Prints the actions that deliver what is in a folder, as the start of a manifest; owner root, group bin. */
final class GenerateVerb implements Verb {
    @Override
    public String usage() {
        return "generate DIR...";
    }

    @Override
    public List<String> valued() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name a folder");
        }
        for (String operand : arguments.operands()) {
            Path root = Path.of(operand);
            try (Stream<Path> files = Files.walk(root)) {
                if (!Files.isDirectory(root)) {
                    throw new NotDirectoryException(operand);
                }
                Map<Object, Path> seen = new HashMap<>();
                for (Path file :
                        files.filter(file -> !file.equals(root)).sorted().toList()) {
                    out.println(action(root, file, seen));
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                throw new IpsException(IpsException.Kind.NOT_FOUND, operand + " is no folder", e);
            } catch (IOException | UncheckedIOException e) {
                throw new IpsException(IpsException.Kind.IO, "can't read " + operand + ": " + e, e);
            }
        }
        return RepoCommand.DONE;
    }

    private static Action action(Path root, Path file, Map<Object, Path> seen) throws IOException {
        String path = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
            String target = Files.readSymbolicLink(file).toString();
            return Action.of(ActionKind.LINK, Attributes.of("path", path, "target", target));
        }
        if (!Files.isDirectory(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw IpsException.badInput(file + " is neither file, folder nor link; no action delivers it");
        }
        Path first = firstLink(file, seen);
        if (first != null) {
            String target = file.resolveSibling("").relativize(first).toString();
            return Action.of(ActionKind.HARDLINK, Attributes.of("path", path, "target", target));
        }
        int bits = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0xfff;
        String mode = String.format("0%o", bits);
        Attributes attributes = Attributes.of("group", "bin", "mode", mode, "owner", "root", "path", path);
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
        Object key = Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
        return seen.putIfAbsent(key, file);
    }
}
