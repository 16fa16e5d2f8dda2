package org.snapup.ips.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Values of attributes, of all actions of a manifest for example: UTF-8, one after the other, for there are hundreds of thousands
 * and nobody looks at most of them. Grows while they are read; afterwards nobody may change it, and any thread may read it.
 */
final class Values {
    private static final int MAX_DIGITS = 18;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] text;
    private int[] ends;
    private int count;

    /** @param bytes of all values, about */
    Values(int bytes) {
        text = new byte[bytes];
        ends = new int[16];
    }

    /** @param room gets its room back at {@link #trim(Values)}; nobody else may use it until then */
    Values(Values room) {
        text = room.text;
        ends = room.ends;
    }

    int count() {
        return count;
    }

    /** Bytes of heap that this takes, about. */
    long bytes() {
        return text.length + (long) Integer.BYTES * ends.length;
    }

    /** Begins a value, which is empty. */
    void begin() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count] = start(count);
        count++;
    }

    /** Adds to the last value. */
    void append(byte[] utf8, int from, int to) {
        int length = ends[count - 1];
        int end = Math.addExact(length, to - from);
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, (int) Math.min(2L * text.length, MAX_BYTES)));
        }
        System.arraycopy(utf8, from, text, length, to - from);
        ends[count - 1] = end;
    }

    /** Forgets the last ones. */
    void keep(int first) {
        count = first;
    }

    /** There will be no more: takes only as much as it needs, and leaves the rest to somebody else. */
    void trim(Values room) {
        room.text = text;
        room.ends = ends;
        text = Arrays.copyOf(text, start(count));
        ends = Arrays.copyOf(ends, count);
    }

    String at(int place) {
        int start = start(place);
        return new String(text, start, ends[place] - start, UTF_8);
    }

    /** Empty for what is no number of at least 0. */
    OptionalLong number(int place) {
        int start = start(place);
        int end = ends[place];
        if (start == end || end - start > MAX_DIGITS) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            number = 10 * number + digit;
        }
        return OptionalLong.of(number);
    }

    /** The value is empty, or begins with this. */
    boolean isEmptyOrStartsWith(int place, char ascii) {
        int start = start(place);
        return start == ends[place] || text[start] == ascii;
    }

    /** The value begins with this. */
    boolean startsWith(int place, String ascii) {
        int start = start(place);
        if (ends[place] - start < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (text[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** These values are the same as as many others. */
    boolean same(int from, Values others, int othersFrom, int number) {
        int shift = others.start(othersFrom) - start(from);
        for (int i = 0; i < number; i++) {
            if (others.ends[othersFrom + i] - ends[from + i] != shift) {
                return false;
            }
        }
        int start = start(from);
        int end = start(from + number);
        return Arrays.equals(text, start, end, others.text, start + shift, end + shift);
    }

    private int start(int place) {
        return place == 0 ? 0 : ends[place - 1];
    }
}
