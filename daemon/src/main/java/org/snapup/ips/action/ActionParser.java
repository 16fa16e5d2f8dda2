package org.snapup.ips.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * Reads actions, {@code KIND [HASH] KEY=VALUE ...}, in one pass over their bytes.
 *
 * <p>A value is bare, up to a blank, or quoted by {@code "} or {@code '}, where a backslash escapes that quote and
 * itself. Quoted values one after the other are one value. One parser may read many lines; it shares the strings that
 * repeat from line to line. Not thread-safe.
 */
final class ActionParser {
    private static final int EXCERPT_LENGTH = 300;

    /** Of one action. Genuine ones have dozens, lists of facets some thousands; filters compare each with each. */
    private static final int MAX_ATTRIBUTES = 10_000;

    private final SharedStrings strings = new SharedStrings();
    private final List<String> pairs = new ArrayList<>(32);
    private byte[] line = {};
    private int start;
    private int end;
    private int at;
    private @Nullable String hash;
    private ActionKind kind = ActionKind.UNKNOWN;

    Action parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Reads the action that is between two places. */
    Action parse(byte[] bytes, int from, int to) {
        line = bytes;
        start = from;
        end = to;
        pairs.clear();
        hash = null;
        kind = readKind();
        boolean afterQuoted = false;
        while (skipBlanks()) {
            byte b = line[at];
            if (b == '=') {
                throw malformed(at, "a key is missing before '='");
            }
            if (afterQuoted && isQuote(b)) {
                int last = pairs.size() - 1;
                pairs.set(last, pairs.get(last).concat(readQuoted(b)));
                continue;
            }
            afterQuoted = readPair();
        }
        return Action.of(kind, hash, Attributes.owning(pairs.toArray(new String[0])));
    }

    private ActionKind readKind() {
        at = start;
        while (at < end && !isBlank(line[at])) {
            at++;
        }
        if (at == end) {
            throw malformed(at, "there are no attributes");
        }
        ActionKind found = ActionKind.of(line, start, at);
        if (found == null) {
            throw IpsException.badInput("'" + text(start, at) + "' is not a kind of action, in: " + excerpt());
        }
        return found;
    }

    private boolean skipBlanks() {
        while (at < end && isBlank(line[at])) {
            at++;
        }
        return at < end;
    }

    // Reads a key and its value, or the positional hash. True if the value was a quoted attribute value.
    private boolean readPair() {
        int from = at++;
        while (at < end) {
            byte b = line[at];
            if (b == '=') {
                return readValue(strings.get(line, from, at));
            }
            if (isBlank(b)) {
                readHash(from);
                return false;
            }
            if (isQuote(b)) {
                throw malformed(at, "there is a quote in a key");
            }
            at++;
        }
        throw malformed(at, "a value is missing");
    }

    private void readHash(int from) {
        if (!pairs.isEmpty() || hash != null) {
            throw malformed(at, "there is a blank in a key");
        }
        if (!kind.mayHavePayload()) {
            throw invalid("this kind of action has no payload, so no hash");
        }
        hash = text(from, at);
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
        if (at == end || isBlank(line[at])) {
            throw malformed(at, "a value is missing");
        }
        byte b = line[at];
        boolean quoted = isQuote(b);
        String value = quoted ? readQuoted(b) : readBare();
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
        pairs.add(key);
        pairs.add(value);
        return quoted;
    }

    private String readBare() {
        int from = at;
        while (at < end && !isBlank(line[at])) {
            at++;
        }
        return strings.get(line, from, at);
    }

    private String readQuoted(byte quote) {
        int from = ++at;
        StringBuilder unescaped = null;
        while (at < end) {
            byte b = line[at];
            if (b == quote) {
                String tail = strings.get(line, from, at++);
                return unescaped == null ? tail : unescaped.append(tail).toString();
            }
            if (b == '\\') {
                if (at + 1 == end) {
                    break;
                }
                byte next = line[at + 1];
                if (next == '\\' || next == quote) {
                    unescaped = unescaped == null ? new StringBuilder() : unescaped;
                    unescaped.append(text(from, at));
                    from = at + 1;
                }
                at++;
            }
            at++;
        }
        throw malformed(Math.min(at, end), "a quoted value isn't closed");
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, UTF_8);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n';
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'';
    }

    private IpsException malformed(int at, String problem) {
        // pkg(1) counts the bytes of a line
        return IpsException.badInput(
                "malformed action at position " + (at - start) + ", " + problem + ": " + excerpt());
    }

    private IpsException invalid(String problem) {
        return IpsException.badInput("invalid action, " + problem + ": " + excerpt());
    }

    private String excerpt() {
        String text = new String(Arrays.copyOfRange(line, start, Math.min(end, start + 4 * EXCERPT_LENGTH)), UTF_8);
        return text.length() <= EXCERPT_LENGTH ? text : text.substring(0, EXCERPT_LENGTH) + "...";
    }
}
