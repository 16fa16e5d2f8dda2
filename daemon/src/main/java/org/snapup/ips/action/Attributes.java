package org.snapup.ips.action;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The attributes of an action: keys with one or more values. Immutable, and small, for a plan holds hundreds of thousands of
 * them: the keys are shared, the values stay UTF-8 until somebody looks at them. The values of a key keep their order.
 */
public final class Attributes {
    public static final Attributes EMPTY = new Attributes(Keys.NONE, new Values(0), 0);

    private static final int TYPICAL_BYTES = 64;

    private final Keys keys;
    private final Values values;

    /** Where the first value is among the values. */
    private final int first;

    Attributes(Keys keys, Values values, int first) {
        this.keys = keys;
        this.values = values;
        this.first = first;
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
        AttributesBuilder builder = builder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.add(keysAndValues[i], keysAndValues[i + 1]);
        }
        return builder.build(Keys.NONE);
    }

    /** The first value. */
    public @Nullable String get(String key) {
        int at = keys.indexOf(key);
        return at < 0 ? null : valueAt(at);
    }

    public String get(String key, String whenMissing) {
        int at = keys.indexOf(key);
        return at < 0 ? whenMissing : valueAt(at);
    }

    /**
     * The first value.
     *
     * @throws IpsException BAD_INPUT when there is none
     */
    public String require(String key) {
        int at = keys.indexOf(key);
        if (at < 0) {
            throw IpsException.badInput("the attribute '" + key + "' is missing in '" + this + "'");
        }
        return valueAt(at);
    }

    public List<String> all(String key) {
        int count = count(key);
        if (count == 0) {
            return List.of();
        }
        if (count == 1) {
            return List.of(valueAt(keys.indexOf(key)));
        }
        List<String> values = new ArrayList<>(count);
        for (int i = keys.indexOf(key); i >= 0; i = keys.indexOf(key, i + 1)) {
            values.add(valueAt(i));
        }
        return Collections.unmodifiableList(values);
    }

    public boolean has(String key) {
        return keys.indexOf(key) >= 0;
    }

    /** The key has more than one value. */
    public boolean isMulti(String key) {
        return count(key) > 1;
    }

    /** The value is {@code true}, in any case. */
    public boolean isTrue(String key) {
        return "true".equalsIgnoreCase(get(key));
    }

    /** The first value as a number; empty where there is none, or something else than a number of at least 0. */
    OptionalLong number(String key) {
        int at = keys.indexOf(key);
        return at < 0 ? OptionalLong.empty() : values.number(first + at);
    }

    /** Each key once, sorted. */
    public Iterable<String> keys() {
        TreeSet<String> each = new TreeSet<>();
        for (int i = 0; i < keys.count(); i++) {
            each.add(keys.at(i));
        }
        return each;
    }

    Keys sharedKeys() {
        return keys;
    }

    /** Keys and values counted together, repeated keys included. */
    int pairCount() {
        return keys.count();
    }

    String keyAt(int pair) {
        return keys.at(pair);
    }

    String valueAt(int pair) {
        return values.at(first + pair);
    }

    /** The value that was read before the first of these. */
    String valueBefore() {
        return values.at(first - 1);
    }

    boolean hasSameValueBefore(Attributes other) {
        return values.same(first - 1, other.values, other.first - 1, 1);
    }

    /** Both have this key, and the same first value of it. */
    boolean hasSame(String key, Attributes other) {
        int at = keys.indexOf(key);
        int there = at >= 0 && keys == other.keys ? at : other.keys.indexOf(key);
        return at >= 0 && there >= 0 && values.same(first + at, other.values, other.first + there, 1);
    }

    /** The first value of this key is there, isn't empty, and doesn't begin with this. */
    boolean startsWithout(String key, char ascii) {
        int at = keys.indexOf(key);
        return at >= 0 && !values.isEmptyOrStartsWith(first + at, ascii);
    }

    /** The first value of this key is there, and begins with this. */
    boolean startsWith(String key, String ascii) {
        int at = keys.indexOf(key);
        return at >= 0 && values.startsWith(first + at, ascii);
    }

    private static AttributesBuilder builder() {
        return new AttributesBuilder().start(new Values(TYPICAL_BYTES));
    }

    /** The same with {@code key} set to exactly these values. */
    public Attributes with(String key, List<String> values) {
        AttributesBuilder builder = builder().addAll(this, key);
        values.forEach(value -> builder.add(key, value));
        return builder.build(keys);
    }

    public Attributes with(String key, String value) {
        return with(key, List.of(value));
    }

    public Attributes without(String key) {
        return has(key) ? builder().addAll(this, key).build(Keys.NONE) : this;
    }

    private int count(String key) {
        int count = 0;
        for (int i = keys.indexOf(key); i >= 0; i = keys.indexOf(key, i + 1)) {
            count++;
        }
        return count;
    }

    /** The same keys, each with the same values in the same order. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (o == this) {
            return true;
        }
        if (!(o instanceof Attributes other) || keys.count() != other.keys.count()) {
            return false;
        }
        if (keys.same(other.keys)) {
            return values.same(first, other.values, other.first, keys.count());
        }
        for (int i = 0; i < keys.count(); i++) {
            if (!all(keys.at(i)).equals(other.all(keys.at(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < keys.count(); i++) {
            hash += keys.at(i).hashCode() ^ (31 * valueAt(i).hashCode());
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
