package org.snapup.daemon.packages.pkg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * How an image is configured, as a text to compare. pkg(1) writes its configuration anew with every command, so that the
 * file's bytes and the order of its lines tell nothing; of which format the image is, is pkg's own affair.
 */
final class ImageText {
    private static final BytePath FROZEN = ImageLayout.STATE.resolve("frozen_dict");
    private static final BytePath AVOIDED = ImageLayout.STATE.resolve("avoid_set");

    /** What a file holds that says of nothing that it is so. */
    private static final String NOTHING = "[1,{}]";

    private ImageText() {}

    static String of(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return sections(text(files, ImageLayout.CONFIG)) + "frozen " + held(files, FROZEN) + "\navoided "
                    + held(files, AVOIDED);
        }
    }

    /** Which format the image has, as its configuration says it. */
    static String format(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return text(files, ImageLayout.CONFIG)
                    .lines()
                    .filter(line -> line.startsWith("version ="))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Which packages are marked as asked for by name; of a format that isn't known here, nothing. */
    static String manual(Path root) {
        try {
            Image image = Image.read(root);
            return image.installed().values().stream()
                    .filter(image::isManual)
                    .map(Fmri::name)
                    .collect(Collectors.joining(" "));
        } catch (IpsException e) {
            return "";
        }
    }

    private static String text(ImageFiles files, BytePath path) {
        return files.read(path)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String held(ImageFiles files, BytePath path) {
        String text = text(files, path).replaceAll("\\s", "");
        return text.equals(NOTHING) ? "" : text;
    }

    private static String sections(String ini) {
        Map<String, TreeSet<String>> sections = new TreeMap<>();
        TreeSet<String> section = new TreeSet<>();
        for (String line : ini.lines().toList()) {
            if (line.startsWith("[")) {
                section = sections.computeIfAbsent(line.strip(), name -> new TreeSet<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                section.add(line.stripTrailing());
            }
        }
        sections.remove("[image]");
        StringBuilder text = new StringBuilder();
        sections.forEach((name, lines) ->
                text.append(name).append('\n').append(String.join("\n", lines)).append('\n'));
        return text.toString();
    }
}
