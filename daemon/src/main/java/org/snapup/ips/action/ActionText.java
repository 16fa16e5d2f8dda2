package org.snapup.ips.action;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Writes actions the way pkg(1) does, to the byte: what it hashes and signs is this text. */
final class ActionText {
    private ActionText() {}

    static String write(Action action) {
        StringBuilder out = new StringBuilder(128).append(action.kind().text());
        String hash = action.hash();
        boolean positional = hash != null && !hash.isEmpty() && isPositional(hash);
        if (positional) {
            out.append(' ').append(hash);
        }
        appendAttributes(out, action.attributes(), positional || hash == null || hash.isEmpty() ? null : hash);
        return out.toString();
    }

    private static boolean isPositional(String hash) {
        return hash.indexOf('=') < 0 && hash.indexOf(' ') < 0 && hash.indexOf('"') < 0;
    }

    /** @param hash printed as an attribute, where it can't stand by itself */
    static void appendAttributes(StringBuilder out, Attributes attributes, @Nullable String hash) {
        Integer[] order = new Integer[attributes.pairCount()];
        Arrays.setAll(order, i -> i);
        // stable: the values of one key stay in order
        Arrays.sort(order, Comparator.comparing(attributes::keyAt));
        String pendingHash = hash;
        for (int pair : order) {
            String key = attributes.keyAt(pair);
            if (pendingHash != null && key.compareTo("hash") > 0) {
                append(out, "hash", pendingHash, false);
                pendingHash = null;
            }
            String value = attributes.valueAt(pair);
            // pkg(1) quotes a macro, but not one among several values
            boolean macro = value.contains("$(") && !attributes.isMulti(key);
            append(out, key, value, macro);
        }
        if (pendingHash != null) {
            append(out, "hash", pendingHash, false);
        }
    }

    private static void append(StringBuilder out, String key, String value, boolean macro) {
        if (out.length() > 0) {
            out.append(' ');
        }
        out.append(key).append('=');
        boolean doubleQuote = value.indexOf('"') >= 0;
        boolean singleQuote = value.indexOf('\'') >= 0;
        if (!doubleQuote && !singleQuote && !value.isEmpty() && value.indexOf(' ') < 0 && !macro) {
            out.append(value);
        } else if (!doubleQuote) {
            out.append('"').append(value).append('"');
        } else if (!singleQuote) {
            out.append('\'').append(value).append('\'');
        } else {
            out.append('"').append(value.replace("\"", "\\\"")).append('"');
        }
    }
}
