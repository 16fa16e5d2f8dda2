package org.snapup.ips.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * Reads actions, {@code KIND [HASH] KEY=VALUE ...}, in one pass over their bytes.
 *
 * <p>A value is bare, up to a blank, or quoted by {@code "} or {@code '}, where a backslash escapes that quote and
 * itself. Quoted values one after the other are one value. One parser may read many lines; it shares the strings that
 * repeat from line to line. Each thread keeps one, with its room. Not thread-safe.
 */
final class ActionParser implements AutoCloseable {
    private static final int EXCERPT_LENGTH = 300;
    private static final byte[] NO_BYTES = {};

    /** Of one action. Genuine ones have dozens, lists of facets some thousands; filters compare each with each. */
    private static final int MAX_ATTRIBUTES = 10_000;

    /** Of values, about. */
    private static final int TYPICAL_BYTES = 16 << 10;

    /** A parser whose room has become larger isn't kept. */
    private static final int MAX_KEPT_BYTES = 256 << 10;

    private static final ThreadLocal<@Nullable ActionParser> KEPT = new ThreadLocal<>();

    private final SharedStrings strings = new SharedStrings();
    private final AttributesBuilder attributes = new AttributesBuilder();

    /** For what is read; then it is copied, without what is left. */
    private final Values room = new Values(TYPICAL_BYTES);

    private Values values = new Values(room);

    /** Of the last action of each kind. */
    private final Map<ActionKind, Keys> lastKeys = new EnumMap<>(ActionKind.class);

    private byte[] line = NO_BYTES;
    private int start;
    private int end;
    private int at;
    private int before;
    private boolean startsWithHash;
    private @Nullable String hash;
    private ActionKind kind = ActionKind.UNKNOWN;

    private ActionParser() {}

    /** One that nobody else uses before it is closed. Actions that it read are complete only then. */
    static ActionParser open() {
        ActionParser kept = KEPT.get();
        if (kept == null) {
            return new ActionParser();
        }
        KEPT.remove();
        return kept;
    }

    @Override
    public void close() {
        separate();
        line = NO_BYTES;
        if (room.bytes() <= MAX_KEPT_BYTES) {
            KEPT.set(this);
        }
    }

    Action parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Reads the action that is between two places. */
    Action parse(byte[] bytes, int from, int to) {
        line = bytes;
        start = from;
        end = to;
        attributes.start(values);
        before = values.count();
        startsWithHash = false;
        hash = null;
        kind = readKind();
        boolean afterQuoted = false;
        while (skipBlanks()) {
            byte b = line[at];
            if (b == '=') {
                throw malformed(at, "a key is missing before '='");
            }
            if (afterQuoted && isQuote(b)) {
                readQuoted(b);
                continue;
            }
            afterQuoted = readPair();
        }
        Attributes read = attributes.build(lastKeys.getOrDefault(kind, Keys.NONE));
        lastKeys.put(kind, read.sharedKeys());
        return Action.read(kind, startsWithHash, hash, read);
    }

    /** The next actions are nothing to those that were read: who keeps one of them doesn't keep the others' values. */
    void separate() {
        values.trim(room);
        values = new Values(room);
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
        if (attributes.count() > 0 || startsWithHash || hash != null) {
            throw malformed(at, "there is a blank in a key");
        }
        if (!kind.mayHavePayload()) {
            throw invalid("this kind of action has no payload, so no hash");
        }
        values.begin();
        values.append(line, from, at);
        startsWithHash = true;
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
        if (!isHash && attributes.count() == MAX_ATTRIBUTES) {
            throw invalid("it has more than " + MAX_ATTRIBUTES + " attributes");
        }
        attributes.begin(key);
        if (quoted) {
            readQuoted(b);
        } else {
            readBare();
        }
        if (isHash) {
            String value = attributes.removeLast();
            String known = startsWithHash ? values.at(before) : hash;
            if (known != null && !known.equals(value)) {
                throw invalid("the attribute 'hash' differs from the hash before the attributes");
            }
            hash = value;
            return false;
        }
        return quoted;
    }

    private void readBare() {
        int from = at;
        while (at < end && !isBlank(line[at])) {
            at++;
        }
        values.append(line, from, at);
    }

    private void readQuoted(byte quote) {
        int from = ++at;
        while (at < end) {
            byte b = line[at];
            if (b == quote) {
                values.append(line, from, at++);
                return;
            }
            if (b == '\\') {
                if (at + 1 == end) {
                    break;
                }
                byte next = line[at + 1];
                if (next == '\\' || next == quote) {
                    values.append(line, from, at);
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
