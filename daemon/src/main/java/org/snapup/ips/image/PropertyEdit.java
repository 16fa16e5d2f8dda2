package org.snapup.ips.image;

import java.util.List;

/** A change to one property, of an image or of a publisher. */
public sealed interface PropertyEdit {
    String name();

    /** Gives it these values; only properties that are lists may have other than one. */
    record Set(String name, List<String> values) implements PropertyEdit {
        public Set {
            values = List.copyOf(values);
        }
    }

    /** Removes it. */
    record Unset(String name) implements PropertyEdit {}

    /** Adds a value to a list. */
    record Add(String name, String value) implements PropertyEdit {}

    /** Removes a value from a list. */
    record Remove(String name, String value) implements PropertyEdit {}
}
