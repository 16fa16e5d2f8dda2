package org.snapup.client.packages.query;

import java.util.List;
import org.snapup.client.wire.Fields;

/** Actions and lists of values as pkg(1) writes them. */
final class ActionText {
    private ActionText() {}

    /** The line of a manifest; the attributes are sorted. Empty where only a package was found. */
    static String line(Fields action) {
        StringBuilder line = new StringBuilder(action.textOrEmpty(action.has("type") ? "type" : "action"));
        String hash = action.textOrEmpty("hash");
        line.append(hash.isEmpty() ? "" : " ").append(hash);
        Fields attributes = action.objectOrEmpty("attributes");
        for (String name : attributes.names()) {
            for (String value : attributes.texts(name)) {
                line.append(' ').append(name).append('=').append(quoted(value));
            }
        }
        return line.toString();
    }

    private static String quoted(String value) {
        boolean hasDouble = value.indexOf('"') >= 0;
        boolean hasSingle = value.indexOf('\'') >= 0;
        if (hasDouble && !hasSingle) {
            return "'" + value + "'";
        }
        return hasDouble || hasSingle || value.isEmpty() || value.indexOf(' ') >= 0
                ? '"' + value.replace("\"", "\\\"") + '"'
                : value;
    }

    /** Several values as Python writes a list of strings. */
    static String list(List<String> values) {
        StringBuilder list = new StringBuilder("[");
        for (String value : values) {
            char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
            list.append(list.length() == 1 ? "" : ", ").append(quote);
            String escaped = value.replace("\\", "\\\\");
            list.append(quote == '\'' ? escaped.replace("'", "\\'") : escaped).append(quote);
        }
        return list.append(']').toString();
    }
}
