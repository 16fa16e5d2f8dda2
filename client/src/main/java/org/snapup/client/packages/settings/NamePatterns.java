package org.snapup.client.packages.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Patterns of variants or facets, with or without the word that begins their full names. */
final class NamePatterns {
    private final List<Pattern> patterns = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();

    /** @param prefix {@code variant.} or {@code facet.} */
    NamePatterns(String prefix, List<String> words) {
        for (String word : words) {
            String glob = word.startsWith(prefix) ? word : prefix + word;
            if (glob.indexOf('*') < 0 && glob.indexOf('?') < 0) {
                names.add(glob);
            }
            patterns.add(pattern(glob));
        }
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether a name that may have wildcards itself stands for another one. */
    static boolean standsFor(String glob, String name) {
        return pattern(glob).matcher(name).matches();
    }

    /** The full names that were given without wildcards. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** One of them fits, or there is none. */
    boolean fit(String name) {
        return patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
