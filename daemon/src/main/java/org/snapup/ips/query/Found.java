package org.snapup.ips.query;

import java.util.List;

/**
 * What patterns matched, and those that matched nothing. With some of each, pkg(1) exits with 3; with nothing found,
 * 1.
 */
public record Found<T>(List<T> items, List<String> unmatched) {
    public Found {
        items = List.copyOf(items);
        unmatched = List.copyOf(unmatched);
    }
}
