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
    /** Those of a publisher that nothing is said of. */
    static List<PublisherProperty> none(String publisher) {
        return PublisherProperties.empty(publisher).all();
    }

    /**
     * Those of a publisher, from what a depot says of all of its publishers.
     *
     * @param source named in errors
     * @throws org.snapup.ips.IpsException CORRUPT
     */
    public static List<PublisherProperty> of(String publisher, byte[] json, String source) {
        return PublisherProperties.among(publisher, json, source).all();
    }

    public PublisherProperty {
        values = values == null ? null : List.copyOf(values);
    }
}
