package org.snapup.client.cli;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what a mistyped word was probably meant to be. */
public final class Nearest {
    private static final int FARTHEST = 2;

    private Nearest() {}

    /** The candidate that the word begins or that is at most two edits away; null when there is none. */
    public static @Nullable String to(String word, Collection<String> candidates) {
        String nearest = null;
        int least = FARTHEST + 1;
        for (String candidate : candidates) {
            int distance = candidate.startsWith(word) && word.length() > 2 ? 1 : distance(word, candidate);
            if (distance < least && distance < word.length()) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
