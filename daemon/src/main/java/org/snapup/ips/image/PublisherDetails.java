package org.snapup.ips.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an image's configuration says of a publisher.
 *
 * @param alias another name; may be empty
 * @param origins disabled ones too
 * @param uuid this image's identity towards the publisher
 * @param sslKey the path of a key for https origins
 * @param sslCert the path of a certificate for https origins
 * @param approvedCas hashes of certificates of CAs trusted for this publisher
 * @param revokedCas hashes of certificates of CAs not trusted for this publisher
 * @param properties settings such as {@code signature-policy}; a list as its values
 */
public record PublisherDetails(
        String name,
        String alias,
        boolean sticky,
        boolean enabled,
        List<Location> origins,
        List<Location> mirrors,
        String uuid,
        @Nullable String sslKey,
        @Nullable String sslCert,
        List<String> approvedCas,
        List<String> revokedCas,
        Map<String, List<String>> properties) {

    /** A place that packages, or for a mirror only their contents, come from. */
    public record Location(
            String uri, boolean enabled, @Nullable String proxy) {}

    public PublisherDetails {
        origins = List.copyOf(origins);
        mirrors = List.copyOf(mirrors);
        approvedCas = List.copyOf(approvedCas);
        revokedCas = List.copyOf(revokedCas);
        properties = Map.copyOf(properties);
    }
}
