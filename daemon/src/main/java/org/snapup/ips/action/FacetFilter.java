package org.snapup.ips.action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snapup.ips.fmri.Glob;

/**
 * The facets of an image, such as {@code facet.locale.*=false}: names or shell patterns, on or off.
 *
 * <p>A facet's own name decides; otherwise the pattern that matches, inherited ones (from a parent image) first, longer
 * ones first; otherwise it is on, except below {@code facet.debug.} and {@code facet.optional.}. An action is allowed
 * if all its facets with the value {@code all} are on and, if it has others, at least one of them is on.
 */
public final class FacetFilter implements ActionFilter {
    static final String PREFIX = "facet.";

    private final Map<String, Boolean> values = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, Boolean> resolved = new HashMap<>();

    /**
     * Without a parent image.
     *
     * @param local by full name or pattern, {@code facet.} included
     */
    public FacetFilter(Map<String, Boolean> local) {
        this(local, Map.of());
    }

    public FacetFilter(Map<String, Boolean> local, Map<String, Boolean> inherited) {
        values.putAll(local);
        values.putAll(inherited);
        order.addAll(values.keySet());
        order.sort(Comparator.comparing((String name) -> !inherited.containsKey(name))
                .thenComparing(Comparator.comparingInt(String::length).reversed())
                .thenComparing(Comparator.naturalOrder()));
    }

    /** The facet is on. Remembered: a manifest asks for the same few again and again. */
    public synchronized boolean isOn(String facet) {
        return resolved.computeIfAbsent(facet, this::resolve);
    }

    /** The facet's own name or a pattern decides, not the rule for those that nobody set. */
    public boolean decidesOn(String facet) {
        return order.stream().anyMatch(pattern -> pattern.equals(facet) || Glob.matches(pattern, facet));
    }

    private boolean resolve(String facet) {
        Boolean own = values.get(facet);
        if (own != null) {
            return own;
        }
        for (String pattern : order) {
            if (Glob.matches(pattern, facet)) {
                return Boolean.TRUE.equals(values.get(pattern));
            }
        }
        return !facet.startsWith("facet.debug.") && !facet.startsWith("facet.optional.");
    }

    @Override
    public boolean test(Action action) {
        Attributes attributes = action.attributes();
        boolean anyOff = false;
        boolean anyOn = false;
        for (int i = 0; i < attributes.pairCount(); i++) {
            String name = attributes.keyAt(i);
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            boolean on = isOn(name);
            boolean all = attributes.valueAt(i).equals("all") && !attributes.isMulti(name);
            if (all && !on) {
                return false;
            }
            anyOn |= !all && on;
            anyOff |= !all && !on;
        }
        return anyOn || !anyOff;
    }
}
