package org.snapup.client.be.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command line as getopt(3) reads it: bundled letters, values beside or behind their letter, and everything from the
 * first operand or {@code --} on an operand.
 */
public final class Options {
    private final Map<Character, List<String>> given = new HashMap<>();
    private final List<Character> order = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    private Options() {}

    /**
     * Reads the words behind a subcommand.
     *
     * @param letters as getopt's: a colon follows a letter that takes a value
     * @throws BadUsageException naming an unknown letter or a missing value
     */
    public static Options parse(String letters, List<String> words) throws BadUsageException {
        Options options = new Options();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (word.equals("--")) {
                at++;
                break;
            }
            if (word.length() < 2 || word.charAt(0) != '-') {
                break;
            }
            at = options.bundle(letters, words, at);
        }
        options.operands.addAll(words.subList(at, words.size()));
        return options;
    }

    private int bundle(String letters, List<String> words, int at) throws BadUsageException {
        String word = words.get(at);
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            int known = letter == ':' ? -1 : letters.indexOf(letter);
            if (known < 0) {
                throw new BadUsageException("unknown option '-" + letter + "'");
            }
            if (!letters.startsWith(":", known + 1)) {
                put(letter, "");
            } else if (i + 1 < word.length()) {
                put(letter, word.substring(i + 1));
                return at + 1;
            } else if (at + 1 < words.size()) {
                put(letter, words.get(at + 1));
                return at + 2;
            } else {
                throw new BadUsageException("option '-" + letter + "' needs a value");
            }
        }
        return at + 1;
    }

    private void put(char letter, String value) {
        given.computeIfAbsent(letter, each -> new ArrayList<>()).add(value);
        order.add(letter);
    }

    public boolean has(char letter) {
        return given.containsKey(letter);
    }

    /** The last value of a letter, null where it wasn't given. */
    public @Nullable String value(char letter) {
        List<String> values = given.get(letter);
        return values == null ? null : values.get(values.size() - 1);
    }

    public List<String> values(char letter) {
        return given.getOrDefault(letter, List.of());
    }

    /** How often any of these letters was given. */
    public long count(String letters) {
        return order.stream().filter(letter -> letters.indexOf(letter) >= 0).count();
    }

    /** Which of two letters came last; false where neither did. */
    public boolean endsWith(char letter, char other) {
        return order.lastIndexOf(letter) > order.lastIndexOf(other);
    }

    public List<String> operands() {
        return operands;
    }

    /** @throws BadUsageException when there are fewer or more operands */
    public void require(int least, int most) throws BadUsageException {
        if (operands.size() < least || operands.size() > most) {
            throw new BadUsageException("wrong number of arguments");
        }
    }
}
