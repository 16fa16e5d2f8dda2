package org.snapup.ips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What an administrator may do to an image, or a mishap. */
final class Damage {
    private Damage() {}

    /** Does it: a verb, and paths in the image or what the verb needs. */
    static void to(Path root, List<String> words) throws IOException {
        switch (words.get(0)) {
            case "replace" -> replace(root.resolve(words.get(1)), words.get(2));
            case "line" -> line(root.resolve(words.get(1)), words.get(2));
            case "licences" -> {
                try (Stream<Path> all = Files.walk(root.resolve("var/pkg/license"))) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        each(file, words.get(1));
                    }
                }
            }
            default -> {
                for (String path : words.subList(1, words.size())) {
                    each(root.resolve(path), words.get(0));
                }
            }
        }
    }

    private static void each(Path file, String verb) throws IOException {
        switch (verb) {
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
            case "owner" -> Files.setAttribute(file, "unix:uid", 77, LinkOption.NOFOLLOW_LINKS);
            case "touch" -> Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
            case "tree" -> {
                try (Stream<Path> all = Files.walk(file)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            case "file" -> Files.writeString(file, "in the way\n");
            default -> throw new IllegalArgumentException(verb);
        }
    }

    /** Puts a file, directory or link in the place of something. */
    private static void replace(Path path, String kind) throws IOException {
        Files.delete(path);
        switch (kind) {
            case "f" -> Files.writeString(path, "something else\n");
            case "d" -> Files.writeString(Files.createDirectory(path).resolve("inside"), "below\n");
            case "l" -> Files.createSymbolicLink(path, Path.of("elsewhere"));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /** Changes an account's line, or removes it where only its name is given. */
    private static void line(Path file, String line) throws IOException {
        String name = line.split(":", 2)[0];
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        boolean found = lines.removeIf(each -> each.split(":", 2)[0].equals(name));
        if (line.contains(":") || !found) {
            lines.add(line);
        }
        Files.write(file, lines);
    }
}
