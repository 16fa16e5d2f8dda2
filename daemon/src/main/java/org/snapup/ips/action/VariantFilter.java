package org.snapup.ips.action;

import java.util.Map;

/**
 * The variants of an image, such as {@code variant.arch=i386}. An action is allowed if each of its variants has the
 * image's value; one that the image doesn't set has to be {@code false}. An action with several values for one variant
 * is never allowed.
 *
 * @param values by full name, {@code variant.} included
 */
public record VariantFilter(Map<String, String> values) implements ActionFilter {
    static final String PREFIX = "variant.";

    public VariantFilter {
        values = Map.copyOf(values);
    }

    @Override
    public boolean test(Action action) {
        Attributes attributes = action.attributes();
        for (int i = 0; i < attributes.pairCount(); i++) {
            String name = attributes.keyAt(i);
            if (name.startsWith(PREFIX) && !allows(name, attributes, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean allows(String name, Attributes attributes, int pair) {
        if (attributes.isMulti(name)) {
            return false;
        }
        String wanted = attributes.valueAt(pair);
        String ours = values.get(name);
        return ours == null ? wanted.startsWith("false") : ours.equals(wanted);
    }
}
