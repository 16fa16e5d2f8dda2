package org.snapup.ips.repo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * A place that packages come from: a folder, a depot, an archive. It brings bytes; {@link Repository} checks them.
 * Publishers, names of parts and hashes that are passed in were checked to be harmless as parts of a path or URL. Safe
 * for use by several threads.
 */
public interface Origin extends Closeable {
    /** Where it is, without secrets; named in errors. */
    String location();

    /**
     * The prefixes of its publishers, sorted.
     *
     * @throws IpsException IO, CORRUPT
     */
    List<String> publishers();

    /** The publisher that is meant when none is named. */
    Optional<String> defaultPublisher();

    /**
     * A file of a publisher's catalog; null if there is none.
     *
     * @throws IpsException IO
     */
    byte @Nullable [] catalogFile(String publisher, String name);

    /** The manifest of a package with publisher and version, as it is stored; null if there is none. */
    @Nullable
    InputStream manifest(Fmri fmri) throws IOException;

    /** A payload, compressed as it is stored; null if there is none. */
    @Nullable
    ReadableByteChannel file(String publisher, String hash) throws IOException;

    /**
     * The properties of the repository, by section and name; empty where it has none.
     *
     * @throws IpsException IO, CORRUPT
     */
    default Map<String, Map<String, String>> properties() {
        return Map.of();
    }

    /**
     * What clients are told of a publisher, by section and name, those without a value too.
     *
     * @throws IpsException IO, CORRUPT
     */
    default List<PublisherProperty> publisherProperties(String publisher) {
        return PublisherProperty.none(publisher);
    }

    /**
     * The answer to a query of the kind {@code search/1}; null where this origin doesn't search.
     *
     * @throws IpsException IO
     */
    default @Nullable InputStream search(String publisher, String query) {
        return null;
    }
}
