package org.snapup.ips.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Collects the attributes of an action, and then of the next one. Not thread-safe. */
final class AttributesBuilder {
    private Values values = new Values(0);
    private String[] names = new String[16];
    private int count;

    /** @param newValues where the values go, behind those that are there */
    AttributesBuilder start(Values newValues) {
        values = newValues;
        count = 0;
        return this;
    }

    int count() {
        return count;
    }

    /** Begins an attribute, whose value is empty. */
    void begin(String key) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
        }
        names[count++] = key;
        values.begin();
    }

    AttributesBuilder add(String key, String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        begin(key);
        values.append(utf8, 0, utf8.length);
        return this;
    }

    AttributesBuilder addAll(Attributes attributes, String except) {
        for (int i = 0; i < attributes.pairCount(); i++) {
            if (!attributes.keyAt(i).equals(except)) {
                add(attributes.keyAt(i), attributes.valueAt(i));
            }
        }
        return this;
    }

    /** Takes the last attribute away. */
    String removeLast() {
        int last = values.count() - 1;
        String value = values.at(last);
        values.keep(last);
        count--;
        return value;
    }

    /** @param like has the same keys, probably */
    Attributes build(Keys like) {
        return new Attributes(Keys.of(names, count, like), values, values.count() - count);
    }
}
