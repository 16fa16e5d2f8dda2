package org.snapup.client.complete;

import java.util.TreeMap;

/**
 * What fits in the place of the last word, each with a few words on it; printed a candidate a line, {@code
 * CANDIDATE<TAB>DESCRIPTION}, in the order of the alphabet. A line {@value #FILES} or {@value #FOLDERS} asks the shell
 * for names of files.
 */
final class Candidates {
    static final String FILES = ":files";
    static final String FOLDERS = ":folders";

    private final String begun;
    private final TreeMap<String, String> found = new TreeMap<>();
    private String beginning = "";

    /** @param begun what is there of the last word */
    Candidates(String begun) {
        this.begun = begun;
    }

    String begun() {
        return begun;
    }

    /** What every candidate from now on begins with, for a value in the word of its option. */
    void beginWith(String text) {
        beginning = text;
    }

    /** Takes it where it goes on from what is there. */
    void add(String candidate, String description) {
        String word = beginning + candidate;
        if (word.startsWith(begun)) {
            found.put(word, description);
        }
    }

    void askForFiles(boolean foldersOnly) {
        found.put(foldersOnly ? FOLDERS : FILES, "");
    }

    /** The lines; a name that would break them is left out. */
    String text() {
        StringBuilder text = new StringBuilder();
        found.forEach((candidate, description) -> {
            if (isPlain(candidate)) {
                text.append(candidate);
                if (!description.isEmpty()) {
                    text.append('\t').append(isPlain(description) ? description : "");
                }
                text.append('\n');
            }
        });
        return text.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
