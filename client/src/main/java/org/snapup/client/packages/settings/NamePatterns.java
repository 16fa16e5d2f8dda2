package org.snapup.client.packages.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns of variants or facets, with or without the word that begins their full names. */
final class NamePatterns {
    private final List<Pattern> patterns = new ArrayList<>();

    /** @param prefix {@code variant.} or {@code facet.} */
    NamePatterns(String prefix, List<String> words) {
        for (String word : words) {
            String glob = word.startsWith(prefix) ? word : "*" + word;
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < glob.length(); i++) {
                char c = glob.charAt(i);
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
            patterns.add(Pattern.compile(regex.toString(), Pattern.DOTALL));
        }
    }

    /** One of them fits, or there is none. */
    boolean fit(String name) {
        return patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
