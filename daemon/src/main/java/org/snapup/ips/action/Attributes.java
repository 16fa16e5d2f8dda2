package org.snapup.ips.action;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The attributes of an action: keys with one or more values. Immutable, and small: a flat array of keys and values, for
 * a manifest holds tens of thousands of these. The values of a key keep their order.
 */
public final class Attributes {
    public static final Attributes EMPTY = new Attributes(new String[0]);

    private final String[] pairs;

    /** A bit for the hash of each key: most questions are about keys that aren't there. */
    private final long bits;

    private Attributes(String[] pairs) {
        this.pairs = pairs;
        long all = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            all |= bit(pairs[i].hashCode());
        }
        bits = all;
    }

    private static long bit(int hash) {
        return 1L << (hash ^ hash >>> 6);
    }

    /**
     * Made of pairs.
     *
     * @param keysAndValues key, value, key, value ...; a repeated key adds a value
     */
    public static Attributes of(String... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key without a value");
        }
        return new Attributes(keysAndValues.clone());
    }

    static Attributes owning(String[] pairs) {
        return new Attributes(pairs);
    }

    /** The first value. */
    public @Nullable String get(String key) {
        int at = indexOf(key);
        return at < 0 ? null : pairs[at + 1];
    }

    public String get(String key, String whenMissing) {
        int at = indexOf(key);
        return at < 0 ? whenMissing : pairs[at + 1];
    }

    /**
     * The first value.
     *
     * @throws IpsException BAD_INPUT when there is none
     */
    public String require(String key) {
        int at = indexOf(key);
        if (at < 0) {
            throw IpsException.badInput("the attribute '" + key + "' is missing in '" + this + "'");
        }
        return pairs[at + 1];
    }

    public List<String> all(String key) {
        int count = count(key);
        if (count == 0) {
            return List.of();
        }
        if (count == 1) {
            return List.of(pairs[indexOf(key) + 1]);
        }
        List<String> values = new ArrayList<>(count);
        for (int i = indexOf(key); i >= 0; i = indexOf(key, i + 2)) {
            values.add(pairs[i + 1]);
        }
        return Collections.unmodifiableList(values);
    }

    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    /** The key has more than one value. */
    public boolean isMulti(String key) {
        return count(key) > 1;
    }

    /** The value is {@code true}, in any case. */
    public boolean isTrue(String key) {
        return "true".equalsIgnoreCase(get(key));
    }

    /** Each key once, sorted. */
    public Iterable<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        for (int i = 0; i < pairs.length; i += 2) {
            keys.add(pairs[i]);
        }
        return keys;
    }

    /** Keys and values counted together, repeated keys included. */
    int pairCount() {
        return pairs.length / 2;
    }

    String keyAt(int pair) {
        return pairs[2 * pair];
    }

    String valueAt(int pair) {
        return pairs[2 * pair + 1];
    }

    /** The same with {@code key} set to exactly these values. */
    public Attributes with(String key, List<String> values) {
        List<String> next = without(key).toList();
        for (String value : values) {
            next.add(key);
            next.add(value);
        }
        return new Attributes(next.toArray(new String[0]));
    }

    public Attributes with(String key, String value) {
        return with(key, List.of(value));
    }

    public Attributes without(String key) {
        if (!has(key)) {
            return this;
        }
        List<String> rest = new ArrayList<>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equals(key)) {
                rest.add(pairs[i]);
                rest.add(pairs[i + 1]);
            }
        }
        return new Attributes(rest.toArray(new String[0]));
    }

    private List<String> toList() {
        return new ArrayList<>(Arrays.asList(pairs));
    }

    private int indexOf(String key) {
        return indexOf(key, 0);
    }

    /** Where a key is from a place on, -1 if nowhere. Strings keep their hash, and nearly all keys differ in it. */
    private int indexOf(String key, int from) {
        int hash = key.hashCode();
        if ((bits & bit(hash)) == 0) {
            return -1;
        }
        for (int i = from; i < pairs.length; i += 2) {
            if (pairs[i].hashCode() == hash && pairs[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private int count(String key) {
        int count = 0;
        for (int i = indexOf(key); i >= 0; i = indexOf(key, i + 2)) {
            count++;
        }
        return count;
    }

    /** The same keys, each with the same values in the same order. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof Attributes other) || pairs.length != other.pairs.length) {
            return false;
        }
        if (Arrays.equals(pairs, other.pairs)) {
            return true;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            if (!all(pairs[i]).equals(other.all(pairs[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            hash += pairs[i].hashCode() ^ (31 * pairs[i + 1].hashCode());
        }
        return hash;
    }

    /** As in a manifest: sorted by key, values quoted where they must be. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        ActionText.appendAttributes(out, this, null);
        return out.toString();
    }
}
