package org.snapup.ips.action;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * One line of a manifest: something that a package delivers, needs, or says about itself.
 *
 * <p>Well-formed: the key attribute is there once (depend may have several), a path is relative and not empty. Whether
 * the path is safe is asked with {@link #path}. What publication asks beyond that is in {@link ActionRules}.
 */
public final class Action {
    /** Stands for the hash of a payload that hasn't been published yet. */
    public static final String NO_HASH = "NOHASH";

    private static final int ALL_MODES = 07777;

    private final ActionKind kind;
    private final @Nullable String hash;
    private final Attributes attributes;
    private final boolean hashIsBefore; // the attributes, with which it was read
    private @Nullable String path; // once it was asked for

    private Action(ActionKind kind, @Nullable String hash, Attributes attributes, boolean hashIsBefore) {
        this.kind = kind;
        this.hash = hash;
        this.attributes = attributes;
        this.hashIsBefore = hashIsBefore;
    }

    private Action(ActionKind kind, @Nullable String hash, Attributes attributes) {
        this(kind, hash, attributes, false);
    }

    /**
     * Reads one action, without line continuation.
     *
     * @throws IpsException BAD_INPUT, naming the position
     */
    public static Action parse(String line) {
        return parseAll(List.of(line)).get(0);
    }

    /** As {@link #parse} of each. */
    public static List<Action> parseAll(Collection<String> lines) {
        try (ActionParser parser = ActionParser.open()) {
            List<Action> actions = new ArrayList<>(lines.size());
            for (String line : lines) {
                actions.add(parser.parse(line));
            }
            return Collections.unmodifiableList(actions);
        }
    }

    /**
     * Makes an action of its parts.
     *
     * @param hash of the payload, for kinds that may have one; file and license without one get {@link #NO_HASH}
     * @throws IpsException BAD_INPUT
     */
    public static Action of(ActionKind kind, @Nullable String hash, Attributes attributes) {
        Attributes checked = normalise(kind, attributes);
        boolean hashed = kind == ActionKind.FILE || kind == ActionKind.LICENSE;
        return new Action(kind, hash == null && hashed ? NO_HASH : hash, checked);
    }

    /** As {@link #of(ActionKind, String, Attributes)}, where a parser may have read a hash as the value before the attributes. */
    static Action read(ActionKind kind, boolean hashIsBefore, @Nullable String hash, Attributes attributes) {
        if (!hashIsBefore) {
            return of(kind, hash, attributes);
        }
        Attributes checked = normalise(kind, attributes);
        return checked.equals(attributes)
                ? new Action(kind, null, attributes, true)
                : new Action(kind, attributes.valueBefore(), checked);
    }

    public static Action of(ActionKind kind, Attributes attributes) {
        return of(kind, null, attributes);
    }

    private static Attributes normalise(ActionKind kind, Attributes given) {
        Attributes attributes = checkKey(kind, given);
        return modeInOctal(
                switch (kind) {
                    case SET -> nameAndValue(attributes);
                    case DRIVER -> attributes.has("clone_perms") ? clonePermissions(attributes) : attributes;
                    case SIGNATURE -> signature(attributes);
                    case DEPEND, GROUP, USER, DIR, FILE, HARDLINK, LINK, UNKNOWN, LICENSE, LEGACY -> attributes;
                });
    }

    // "0o755" is how Python 3 writes a mode; pkg(1) reads it, and goes on with "0755".
    private static Attributes modeInOctal(Attributes attributes) {
        return attributes.startsWith("mode", "0o") && !attributes.isMulti("mode")
                ? attributes.with("mode", "0" + attributes.require("mode").substring("0o".length()))
                : attributes;
    }

    private static Attributes checkKey(ActionKind kind, Attributes attributes) {
        String key = kind.keyAttribute();
        if (key == null) {
            return attributes;
        }
        if (!attributes.has(key)) {
            if (kind != ActionKind.SET && kind != ActionKind.SIGNATURE) {
                throw invalid(kind, attributes, "the attribute '" + key + "' is missing");
            }
            return attributes;
        }
        if (attributes.isMulti(key)) {
            if (kind != ActionKind.DEPEND || !attributes.has("type")) {
                throw invalid(kind, attributes, "'" + key + "' may be given only once");
            }
            if (attributes.isMulti("type")) {
                throw invalid(kind, attributes, "'type' may be given only once");
            }
        }
        return attributes.has("path") ? checkPath(kind, attributes) : attributes;
    }

    private static Attributes checkPath(ActionKind kind, Attributes attributes) {
        boolean isMulti = attributes.isMulti("path");
        if (!isMulti && attributes.startsWithout("path", '/')) {
            return attributes;
        }
        String path = attributes.require("path");
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        if (start == path.length() || isMulti) {
            throw invalid(kind, attributes, "'path' has to be one path that isn't empty");
        }
        return attributes.with("path", path.substring(start));
    }

    // "set NAME=VALUE" is short for "set name=NAME value=VALUE".
    private static Attributes nameAndValue(Attributes attributes) {
        if (attributes.has("name") && attributes.has("value")) {
            return attributes;
        }
        String only = attributes.pairCount() == 0 ? null : attributes.keyAt(0);
        if (only == null || attributes.all(only).size() != attributes.pairCount()) {
            throw invalid(ActionKind.SET, attributes, "'name' or 'value' is missing");
        }
        return Attributes.of("name", only).with("value", attributes.all(only));
    }

    // "MODE OWNER GROUP" is short for "MINOR MODE OWNER GROUP" with the driver's own name as minor node.
    private static Attributes clonePermissions(Attributes attributes) {
        List<String> values = new ArrayList<>();
        for (String value : attributes.all("clone_perms")) {
            boolean shortForm = value.strip().split("\\s+").length == 3;
            values.add(shortForm ? attributes.require("name") + " " + value : value);
        }
        return attributes.with("clone_perms", values);
    }

    private static Attributes signature(Attributes attributes) {
        if (!attributes.has("algorithm")) {
            throw invalid(ActionKind.SIGNATURE, attributes, "the attribute 'algorithm' is missing");
        }
        Attributes complete = attributes.has("value") ? attributes : attributes.with("value", "");
        return complete.has("version") ? complete : complete.with("version", "0");
    }

    private static IpsException invalid(ActionKind kind, Attributes attributes, String problem) {
        return IpsException.badInput("invalid action '" + kind.text() + " " + attributes + "': " + problem);
    }

    public ActionKind kind() {
        return kind;
    }

    /** The hash that names the payload in a repository; {@link #NO_HASH} before publication. */
    public @Nullable String hash() {
        return hashIsBefore ? attributes.valueBefore() : hash;
    }

    /** Neither has a hash, or both have the same. */
    public boolean hasSameHash(Action other) {
        boolean bothBefore = hashIsBefore && other.hashIsBefore;
        return bothBefore ? attributes.hasSameValueBefore(other.attributes) : Objects.equals(hash(), other.hash());
    }

    public Attributes attributes() {
        return attributes;
    }

    /** The first value of an attribute. */
    public @Nullable String get(String key) {
        return attributes.get(key);
    }

    /** The value of the key attribute; null only for kind {@code unknown}. */
    public @Nullable String key() {
        String keyAttribute = kind.keyAttribute();
        return keyAttribute == null ? null : attributes.get(keyAttribute);
    }

    /**
     * Where the action delivers, relative to the image's root, without {@code .}, {@code ..} and doubled slashes.
     *
     * @throws IpsException UNSAFE_PATH if it would leave the root, BAD_INPUT if the action has no path
     */
    public String path() {
        String clean = path;
        if (clean == null) {
            clean = ImagePath.clean(attributes.require("path"));
            path = clean;
        }
        return clean;
    }

    /** Whether the other has the same path. If so they share it, so that it is kept only once. */
    public boolean sharePath(Action other) {
        if (!attributes.hasSame("path", other.attributes)) {
            return false;
        }
        path = other.path();
        return true;
    }

    /**
     * The lower 12 bits of the mode that what it delivers gets.
     *
     * @throws IpsException CORRUPT if there is no mode or it isn't an octal number
     */
    public int mode() {
        String text = get("mode");
        try {
            int mode = text == null ? -1 : Integer.parseInt(text, 8);
            if (mode >= 0 && mode <= ALL_MODES) {
                return mode;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw IpsException.corrupt("the action '" + this + "' has no valid mode: its package was published wrongly");
    }

    /** Bytes of the payload when unpacked, as {@code pkg.size} says; 0 when it doesn't. @throws IpsException BAD_INPUT */
    public long size() {
        return number("pkg.size");
    }

    /** Bytes of the payload as it is stored and sent, as {@code pkg.csize} says; 0 when it doesn't. */
    public long compressedSize() {
        return number("pkg.csize");
    }

    private long number(String key) {
        OptionalLong number = attributes.number(key);
        if (number.isPresent()) {
            return number.getAsLong();
        }
        if (!attributes.has(key)) {
            return 0;
        }
        throw invalid(kind, attributes, "'" + key + "' has to be a number of bytes");
    }

    public Action withHash(@Nullable String newHash) {
        return new Action(kind, newHash, attributes);
    }

    /**
     * The same with one attribute set.
     *
     * @throws IpsException BAD_INPUT
     */
    public Action with(String key, String value) {
        return of(kind, hash(), attributes.with(key, value));
    }

    /** Same kind, hash and attributes. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Action other
                && kind == other.kind
                && hasSameHash(other)
                && attributes.equals(other.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, hash(), attributes);
    }

    /** As in a manifest. */
    @Override
    public String toString() {
        return ActionText.write(this);
    }
}
