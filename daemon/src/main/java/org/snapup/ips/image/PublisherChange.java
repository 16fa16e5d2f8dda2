package org.snapup.ips.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pkg set-publisher} changes of one publisher, or a new publisher. Null and empty mean: as it is.
 *
 * @param sticky packages installed from it are updated from it only
 * @param enabled it offers packages
 * @param position its rank among the publishers
 * @param origins URIs; {@code *} to remove means all
 * @param mirrors URIs; {@code *} to remove means all
 * @param originsEnabled origins to use again, and not to use any more; {@code *} means all
 * @param sslKey the path of a key for https origins; empty removes it
 * @param sslCert the path of a certificate for https origins; empty removes it
 * @param proxy for the origins and mirrors that are added
 * @param properties settings such as {@code signature-policy}
 * @param authorities whose signatures of its packages count
 * @param newUuid gives the image another identity towards this publisher
 */
public record PublisherChange(
        String name,
        @Nullable Boolean sticky,
        @Nullable Boolean enabled,
        @Nullable Position position,
        Uris origins,
        Uris mirrors,
        Uris originsEnabled,
        @Nullable String sslKey,
        @Nullable String sslCert,
        @Nullable String proxy,
        List<PropertyEdit> properties,
        Authorities authorities,
        boolean newUuid) {

    /** URIs to add and to remove; of {@link #originsEnabled}, to enable and to disable. */
    public record Uris(List<String> add, List<String> remove) {
        public static final Uris NONE = new Uris(List.of(), List.of());

        public Uris {
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }

        public static Uris adding(String... uris) {
            return new Uris(List.of(uris), List.of());
        }

        public static Uris removing(String... uris) {
            return new Uris(List.of(), List.of(uris));
        }
    }

    /**
     * CAs that are trusted, or not, for one publisher.
     *
     * @param approve paths of files with a certificate each, of which the image keeps a copy
     * @param revoke SHA-1s of certificates' PEM texts
     * @param unset SHA-1s of certificates' PEM texts, to be neither approved nor revoked any more
     */
    public record Authorities(List<String> approve, List<String> revoke, List<String> unset) {
        public static final Authorities NONE = new Authorities(List.of(), List.of(), List.of());

        public Authorities {
            approve = List.copyOf(approve);
            revoke = List.copyOf(revoke);
            unset = List.copyOf(unset);
        }
    }

    /** A rank among the publishers. */
    public sealed interface Position {
        /** Above all others. */
        record First() implements Position {}

        /** Just above another one. */
        record Before(String publisher) implements Position {}

        /** Just below another one. */
        record After(String publisher) implements Position {}
    }

    public PublisherChange {
        properties = List.copyOf(properties);
    }

    /** Changes nothing, or adds a publisher without origins. */
    public static PublisherChange of(String name) {
        return new PublisherChange(
                name,
                null,
                null,
                null,
                Uris.NONE,
                Uris.NONE,
                Uris.NONE,
                null,
                null,
                null,
                List.of(),
                Authorities.NONE,
                false);
    }

    public PublisherChange withSticky(boolean newSticky) {
        return new PublisherChange(
                name,
                newSticky,
                enabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withEnabled(boolean newEnabled) {
        return new PublisherChange(
                name,
                sticky,
                newEnabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withPosition(Position newPosition) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                newPosition,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withOrigins(Uris newOrigins) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                newOrigins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withMirrors(Uris newMirrors) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                newMirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withOriginsEnabled(Uris newOriginsEnabled) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                mirrors,
                newOriginsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    PublisherChange withTls(@Nullable String newKey, @Nullable String newCertificate) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                newKey,
                newCertificate,
                proxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withProxy(String newProxy) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                newProxy,
                properties,
                authorities,
                newUuid);
    }

    public PublisherChange withProperties(List<PropertyEdit> newProperties) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                newProperties,
                authorities,
                newUuid);
    }

    public PublisherChange withAuthorities(Authorities newAuthorities) {
        return new PublisherChange(
                name,
                sticky,
                enabled,
                position,
                origins,
                mirrors,
                originsEnabled,
                sslKey,
                sslCert,
                proxy,
                properties,
                newAuthorities,
                newUuid);
    }
}
