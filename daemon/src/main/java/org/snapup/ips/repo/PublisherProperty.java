package org.snapup.ips.repo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repository tells clients of a publisher.
 *
 * @param value null where it has none, and of lists
 * @param values of lists only
 */
public record PublisherProperty(
        String section,
        String name,
        @Nullable String value,
        @Nullable List<String> values) {
    public PublisherProperty {
        values = values == null ? null : List.copyOf(values);
    }
}
