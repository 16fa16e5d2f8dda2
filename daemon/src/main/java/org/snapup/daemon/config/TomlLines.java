package org.snapup.daemon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** On which line each key of a valid TOML text stands; the parser doesn't keep it. */
final class TomlLines {
    private final String text;
    private final Map<List<String>, Integer> lines = new HashMap<>();
    private List<String> header = List.of();
    private int at;
    private int line = 1;

    private TomlLines(String text) {
        this.text = text;
    }

    static TomlLines of(String toml) {
        TomlLines lines = new TomlLines(toml);
        lines.scan();
        return lines;
    }

    /** The line of the key, or of the nearest table around it; 0 where neither is written anywhere. */
    int lineOf(List<String> key) {
        for (int length = key.size(); length > 0; length--) {
            Integer found = lines.get(key.subList(0, length));
            if (found != null) {
                return found;
            }
        }
        return 0;
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                step();
            } else if (c == '#') {
                skipLine();
            } else if (c == '[') {
                while (at < text.length() && text.charAt(at) == '[') {
                    at++;
                }
                header = List.copyOf(key(']'));
                remember(header);
                skipLine();
            } else {
                List<String> full = new ArrayList<>(header);
                full.addAll(key('='));
                remember(full);
                skipValue();
            }
        }
    }

    /** A dotted key, up to the character that ends it, its parts without quotes. */
    private List<String> key(char end) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        while (at < text.length() && text.charAt(at) != end && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                int start = at + 1;
                skipString();
                part.append(text, start, Math.max(start, at - 1));
            } else {
                if (c == '.') {
                    parts.add(part.toString());
                    part.setLength(0);
                } else if (!Character.isWhitespace(c)) {
                    part.append(c);
                }
                at++;
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Every table around a key counts as written where its first key is. */
    private void remember(List<String> key) {
        for (int length = 1; length <= key.size(); length++) {
            lines.putIfAbsent(List.copyOf(key.subList(0, length)), line);
        }
    }

    private void skipValue() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' && depth == 0) {
                return;
            } else if (c == '"' || c == '\'') {
                skipString();
            } else if (c == '#') {
                skipLine();
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                step();
            }
        }
    }

    private void skipString() {
        char quote = text.charAt(at);
        String three = String.valueOf(quote).repeat(3);
        String end = text.startsWith(three, at) ? three : String.valueOf(quote);
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            if (quote == '"' && text.charAt(at) == '\\') {
                step();
            }
            step();
        }
        at = Math.min(text.length(), at + end.length());
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void step() {
        if (at < text.length() && text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }
}
