package org.snapup.ips.sign;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ips.IpsException;

/**
 * Which signatures are asked for.
 *
 * @param names that certificates have to have, for {@link Level#REQUIRE_NAMES}
 */
public record SignaturePolicy(Level level, Set<String> names) {
    /** From the laxest to the strictest. */
    public enum Level {
        IGNORE("ignore"),
        /** Those that are there have to be valid. */
        VERIFY("verify"),
        /** Every package has to have a valid one. */
        REQUIRE_SIGNATURES("require-signatures"),
        /** In addition, certain names have to be among the certificates. */
        REQUIRE_NAMES("require-names");

        private final String text;

        Level(String text) {
            this.text = text;
        }
    }

    public SignaturePolicy {
        names = Set.copyOf(names);
    }

    /**
     * As properties have it.
     *
     * @throws IpsException BAD_INPUT for a policy that isn't known, or that lacks names
     */
    public static SignaturePolicy parse(String text, List<String> names) {
        for (Level level : Level.values()) {
            if (level.text.equals(text)) {
                if (level == Level.REQUIRE_NAMES && names.isEmpty()) {
                    throw IpsException.badInput("the signature-policy is require-names, and signature-required-names is"
                            + " empty: set it to the names that certificates have to have");
                }
                return new SignaturePolicy(level, level == Level.REQUIRE_NAMES ? Set.copyOf(names) : Set.of());
            }
        }
        throw IpsException.badInput("there is no signature-policy '" + text
                + "': it is ignore, verify, require-signatures or require-names");
    }

    /** The stricter one; of two that ask for names, all names. */
    public SignaturePolicy combine(SignaturePolicy other) {
        if (level != other.level) {
            return level.compareTo(other.level) > 0 ? this : other;
        }
        Set<String> all = new TreeSet<>(names);
        all.addAll(other.names);
        return new SignaturePolicy(level, all);
    }

    boolean ignores() {
        return level == Level.IGNORE;
    }

    /** Whether a package without a signature is refused. */
    public boolean requires() {
        return level.compareTo(Level.REQUIRE_SIGNATURES) >= 0;
    }
}
