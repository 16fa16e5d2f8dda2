package org.snapup.ips.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of {@code [sections]} with {@code key = value} lines, as pkg(1) keeps its configuration. Order is kept. */
final class IniFile {
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    /** Reads text; what isn't a section, a key, or the continuation of a value is ignored. */
    static IniFile parse(String text) {
        IniFile file = new IniFile();
        Map<String, String> section = new LinkedHashMap<>();
        String key = null;
        for (String line : text.split("\n", -1)) {
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#") || trimmed.startsWith(";")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && key != null) {
                section.merge(key, "\n" + trimmed, String::concat);
                continue;
            }
            if (trimmed.startsWith("[") && trimmed.endsWith("]")) {
                section = file.section(trimmed.substring(1, trimmed.length() - 1));
                key = null;
                continue;
            }
            int equals = trimmed.indexOf('=');
            if (equals > 0) {
                key = trimmed.substring(0, equals).strip();
                section.put(key, trimmed.substring(equals + 1).strip());
            }
        }
        return file;
    }

    Set<String> names() {
        return sections.keySet();
    }

    /** A section, made if it isn't there; changes go through. */
    Map<String, String> section(String name) {
        return sections.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }

    void remove(String section) {
        sections.remove(section);
    }

    @Nullable
    String get(String section, String key) {
        return sections.getOrDefault(section, Map.of()).get(key);
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        sections.forEach((name, values) -> {
            text.append('[').append(name).append("]\n");
            values.forEach((key, value) -> text.append(key)
                    .append(" = ")
                    .append(value.replace("\n", "\n\t"))
                    .append('\n'));
            text.append('\n');
        });
        return text.toString();
    }
}
