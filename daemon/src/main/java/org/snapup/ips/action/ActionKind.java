package org.snapup.ips.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an action delivers. In the order in which actions of a package are carried out. */
public enum ActionKind {
    SET("name", false),
    DEPEND("fmri", false),
    GROUP("groupname", false),
    USER("username", false),
    DIR("path", false),
    FILE("path", true),
    HARDLINK("path", false),
    LINK("path", false),
    DRIVER("name", false),
    UNKNOWN(null, false),
    LICENSE("license", true),
    LEGACY("pkg", false),
    SIGNATURE("value", true);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final @Nullable String keyAttribute;
    private final boolean payload;

    ActionKind(@Nullable String keyAttribute, boolean payload) {
        this.keyAttribute = keyAttribute;
        this.payload = payload;
    }

    /** The word that begins the action in a manifest. */
    public String text() {
        return text;
    }

    /** The attribute whose value names the thing that is delivered. */
    public @Nullable String keyAttribute() {
        return keyAttribute;
    }

    /** The action may carry a hash, and a file with that hash. */
    public boolean mayHavePayload() {
        return payload;
    }

    /** The action delivers something at a path in the image. */
    public boolean hasPath() {
        return this == DIR || this == FILE || this == HARDLINK || this == LINK;
    }

    /** The kind that begins with {@code word} in a manifest. */
    public static Optional<ActionKind> named(String word) {
        return Arrays.stream(VALUES).filter(kind -> kind.text.equals(word)).findFirst();
    }

    /** The kind whose word is between two places. */
    static @Nullable ActionKind of(byte[] line, int from, int to) {
        for (ActionKind kind : VALUES) {
            if (kind.isWord(line, from, to)) {
                return kind;
            }
        }
        return null;
    }

    private boolean isWord(byte[] line, int from, int to) {
        boolean same = to - from == text.length();
        for (int i = 0; same && i < text.length(); i++) {
            same = line[from + i] == text.charAt(i);
        }
        return same;
    }

    // Ordered by how often they occur in manifests.
    private static final ActionKind[] VALUES = {
        FILE, DIR, LINK, DEPEND, SET, HARDLINK, LICENSE, DRIVER, USER, GROUP, LEGACY, SIGNATURE, UNKNOWN
    };
}
