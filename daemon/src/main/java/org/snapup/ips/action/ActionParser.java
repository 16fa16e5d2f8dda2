package org.snapup.ips.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * Reads actions, {@code KIND [HASH] KEY=VALUE ...}, in one pass over the characters.
 *
 * <p>A value is bare, up to a blank, or quoted by {@code "} or {@code '}, where a backslash escapes that quote and
 * itself. Quoted values one after the other are one value. One parser may read many lines; it shares the strings that
 * repeat from line to line. Not thread-safe.
 */
final class ActionParser {
    private static final int POOLED_LENGTH = 16;
    private static final int POOL_SIZE = 4096;
    private static final int EXCERPT_LENGTH = 300;

    /** Of one action. Genuine ones have dozens, lists of facets some thousands; filters compare each with each. */
    private static final int MAX_ATTRIBUTES = 10_000;

    private final Map<String, String> pool = new HashMap<>();
    private final List<String> pairs = new ArrayList<>(32);
    private String line = "";
    private int at;
    private @Nullable String hash;
    private ActionKind kind = ActionKind.UNKNOWN;

    Action parse(String text) {
        line = text;
        pairs.clear();
        hash = null;
        kind = readKind();
        boolean afterQuoted = false;
        while (skipBlanks()) {
            char c = line.charAt(at);
            if (c == '=') {
                throw malformed(at, "a key is missing before '='");
            }
            if (afterQuoted && (c == '"' || c == '\'')) {
                int last = pairs.size() - 1;
                pairs.set(last, pairs.get(last).concat(readQuoted(c)));
                continue;
            }
            afterQuoted = readPair();
        }
        return Action.of(kind, hash, Attributes.owning(pairs.toArray(new String[0])));
    }

    private ActionKind readKind() {
        int end = 0;
        while (end < line.length() && !isBlank(line.charAt(end))) {
            end++;
        }
        if (end == line.length()) {
            throw malformed(end, "there are no attributes");
        }
        ActionKind found = ActionKind.of(line, end);
        if (found == null) {
            throw IpsException.badInput("'" + line.substring(0, end) + "' is not a kind of action, in: " + excerpt());
        }
        at = end;
        return found;
    }

    private boolean skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    // Reads a key and its value, or the positional hash. True if the value was a quoted attribute value.
    private boolean readPair() {
        int start = at++;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '=') {
                return readValue(line.substring(start, at));
            }
            if (isBlank(c)) {
                readHash(start);
                return false;
            }
            if (c == '"' || c == '\'') {
                throw malformed(at, "there is a quote in a key");
            }
            at++;
        }
        throw malformed(at, "a value is missing");
    }

    private void readHash(int start) {
        if (!pairs.isEmpty() || hash != null) {
            throw malformed(at, "there is a blank in a key");
        }
        if (!kind.mayHavePayload()) {
            throw invalid("this kind of action has no payload, so no hash");
        }
        hash = line.substring(start, at);
    }

    private boolean readValue(String key) {
        if (key.equals("data")) {
            throw invalid("an attribute can't be called 'data'");
        }
        boolean isHash = key.equals("hash");
        if (isHash && !kind.mayHavePayload()) {
            throw invalid("this kind of action has no payload, so no hash");
        }
        at++;
        if (at == line.length() || isBlank(line.charAt(at))) {
            throw malformed(at, "a value is missing");
        }
        char c = line.charAt(at);
        boolean quoted = c == '"' || c == '\'';
        String value = quoted ? readQuoted(c) : readBare();
        if (isHash) {
            if (hash != null && !hash.equals(value)) {
                throw invalid("the attribute 'hash' differs from the hash before the attributes");
            }
            hash = value;
            return false;
        }
        if (pairs.size() == 2 * MAX_ATTRIBUTES) {
            throw invalid("it has more than " + MAX_ATTRIBUTES + " attributes");
        }
        pairs.add(pooled(key));
        pairs.add(pooled(value));
        return quoted;
    }

    private String readBare() {
        int start = at;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private String readQuoted(char quote) {
        int start = ++at;
        StringBuilder unescaped = null;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == quote) {
                String tail = line.substring(start, at++);
                return unescaped == null ? tail : unescaped.append(tail).toString();
            }
            if (c == '\\') {
                if (at + 1 == line.length()) {
                    break;
                }
                char next = line.charAt(at + 1);
                if (next == '\\' || next == quote) {
                    unescaped = unescaped == null ? new StringBuilder() : unescaped;
                    unescaped.append(line, start, at);
                    start = at + 1;
                }
                at++;
            }
            at++;
        }
        throw malformed(Math.min(at, line.length()), "a quoted value isn't closed");
    }

    private String pooled(String text) {
        if (text.length() > POOLED_LENGTH || pool.size() > POOL_SIZE) {
            return text;
        }
        String known = pool.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private IpsException malformed(int at, String problem) {
        // pkg(1) counts the bytes of a line
        int position = line.substring(0, at).getBytes(UTF_8).length;
        return IpsException.badInput("malformed action at position " + position + ", " + problem + ": " + excerpt());
    }

    private IpsException invalid(String problem) {
        return IpsException.badInput("invalid action, " + problem + ": " + excerpt());
    }

    private String excerpt() {
        return line.length() <= EXCERPT_LENGTH ? line : line.substring(0, EXCERPT_LENGTH) + "...";
    }
}
