package org.snapup.ips.fmri;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * Numbers joined by dots, of any size, as in {@code 0.5.11}. Compared number by number; a sequence that is a prefix of
 * another comes before it. The text is kept as it was written: {@code 0.00} equals {@code 0.0} and prints itself.
 */
public final class DotSequence implements Comparable<DotSequence> {
    private static final int SLOTS = 1 << 10;
    private static final int LONGEST_KNOWN = 32;

    /** Some that were read lately, for tens of thousands of versions have a few hundred of them; each thread may see others. */
    private static final @Nullable DotSequence[] KNOWN = new DotSequence[SLOTS];

    private final String text;

    /** The numbers in plain digits: the text itself but where pkg(1) takes more than plain digits for a number. */
    private final String numbers;

    private DotSequence(String text, String numbers) {
        this.text = text;
        this.numbers = numbers;
    }

    /**
     * Reads numbers joined by dots.
     *
     * @throws IpsException BAD_INPUT if a part is empty, signed, padded with zeros, or not a decimal number
     */
    public static DotSequence parse(String text) {
        DotSequence parsed = tryParse(text);
        if (parsed == null) {
            throw IpsException.badInput("'" + text + "' is not a version: write numbers joined by dots, such as 1.0.2");
        }
        return parsed;
    }

    static @Nullable DotSequence tryParse(String text) {
        if (text.length() > LONGEST_KNOWN) {
            return read(text);
        }
        int hash = text.hashCode();
        int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
        DotSequence last = KNOWN[slot];
        if (last != null && last.text.equals(text)) {
            return last;
        }
        DotSequence made = read(text);
        KNOWN[slot] = made;
        return made;
    }

    private static @Nullable DotSequence read(String text) {
        int start = 0;
        boolean plain = true;
        while (true) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            plain &= isPlain(text, start, end);
            if (!plain) {
                return tryParseLoosely(text);
            }
            if (dot < 0) {
                return new DotSequence(text, text);
            }
            start = dot + 1;
        }
    }

    // Decimal digits, not padded with zeros.
    private static boolean isPlain(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            zero &= c == '0';
        }
        return from < to && (zero || text.charAt(from) != '0');
    }

    private static @Nullable DotSequence tryParseLoosely(String text) {
        StringJoiner numbers = new StringJoiner(".");
        for (String part : text.split("\\.", -1)) {
            String number = Numerals.digits(part);
            if (number == null || (part.charAt(0) == '0' && !number.equals("0"))) {
                return null;
            }
            numbers.add(number);
        }
        return new DotSequence(text, numbers.toString());
    }

    /** The first {@code count} numbers of both are the same; false if either has fewer. */
    boolean samePrefix(DotSequence other, int count) {
        Cursor a = new Cursor(numbers);
        Cursor b = new Cursor(other.numbers);
        for (int i = 0; i < count; i++) {
            if (!a.next() || !b.next() || a.compareTo(b) != 0) {
                return false;
            }
        }
        return true;
    }

    /** All numbers of this are the first numbers of {@code other}: 1.2 is a subsequence of 1.2 and of 1.2.3. */
    public boolean isSubsequenceOf(DotSequence other) {
        if (text.equals(other.text)) {
            return true;
        }
        Cursor a = new Cursor(numbers);
        Cursor b = new Cursor(other.numbers);
        while (a.next()) {
            if (!b.next() || a.compareTo(b) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(DotSequence other) {
        if (text.equals(other.text)) {
            return 0;
        }
        Cursor a = new Cursor(numbers);
        Cursor b = new Cursor(other.numbers);
        while (true) {
            boolean more = a.next();
            if (more != b.next()) {
                return more ? 1 : -1;
            }
            if (!more) {
                return 0;
            }
            int order = a.compareTo(b);
            if (order != 0) {
                return order;
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DotSequence other && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        Cursor cursor = new Cursor(numbers);
        while (cursor.next()) {
            hash = hash * 31 + 7;
            for (int i = cursor.start; i < cursor.end; i++) {
                hash = hash * 31 + numbers.charAt(i);
            }
        }
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Walks over the significant digits of each number, without allocating them. */
    private static final class Cursor {
        private final String text;
        private int next;
        private int start;
        private int end;

        Cursor(String text) {
            this.text = text;
        }

        boolean next() {
            if (next > text.length()) {
                return false;
            }
            int dot = text.indexOf('.', next);
            end = dot < 0 ? text.length() : dot;
            start = next;
            next = end + 1;
            while (start < end && text.charAt(start) == '0') {
                start++;
            }
            return true;
        }

        int compareTo(Cursor other) {
            int length = end - start;
            if (length != other.end - other.start) {
                return Integer.compare(length, other.end - other.start);
            }
            for (int i = 0; i < length; i++) {
                int order = Character.compare(text.charAt(start + i), other.text.charAt(other.start + i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }
}
