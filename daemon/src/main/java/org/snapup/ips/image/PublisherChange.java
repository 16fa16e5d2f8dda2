package org.snapup.ips.image;

import java.util.List;
import java.util.function.Consumer;
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
        return with(fields -> fields.sticky = newSticky);
    }

    public PublisherChange withEnabled(boolean newEnabled) {
        return with(fields -> fields.enabled = newEnabled);
    }

    public PublisherChange withPosition(Position newPosition) {
        return with(fields -> fields.position = newPosition);
    }

    public PublisherChange withOrigins(Uris newOrigins) {
        return with(fields -> fields.origins = newOrigins);
    }

    public PublisherChange withMirrors(Uris newMirrors) {
        return with(fields -> fields.mirrors = newMirrors);
    }

    public PublisherChange withOriginsEnabled(Uris newOriginsEnabled) {
        return with(fields -> fields.originsEnabled = newOriginsEnabled);
    }

    PublisherChange withTls(@Nullable String newKey, @Nullable String newCertificate) {
        return with(fields -> {
            fields.sslKey = newKey;
            fields.sslCert = newCertificate;
        });
    }

    public PublisherChange withProxy(String newProxy) {
        return with(fields -> fields.proxy = newProxy);
    }

    public PublisherChange withProperties(List<PropertyEdit> newProperties) {
        return with(fields -> fields.properties = newProperties);
    }

    public PublisherChange withAuthorities(Authorities newAuthorities) {
        return with(fields -> fields.authorities = newAuthorities);
    }

    private PublisherChange with(Consumer<Fields> edit) {
        Fields fields = new Fields(this);
        edit.accept(fields);
        return fields.toChange(name, newUuid);
    }

    /** What the {@code with} methods change. */
    private static final class Fields {
        private @Nullable Boolean sticky;
        private @Nullable Boolean enabled;
        private @Nullable Position position;
        private Uris origins;
        private Uris mirrors;
        private Uris originsEnabled;
        private @Nullable String sslKey;
        private @Nullable String sslCert;
        private @Nullable String proxy;
        private List<PropertyEdit> properties;
        private Authorities authorities;

        Fields(PublisherChange change) {
            sticky = change.sticky;
            enabled = change.enabled;
            position = change.position;
            origins = change.origins;
            mirrors = change.mirrors;
            originsEnabled = change.originsEnabled;
            sslKey = change.sslKey;
            sslCert = change.sslCert;
            proxy = change.proxy;
            properties = change.properties;
            authorities = change.authorities;
        }

        PublisherChange toChange(String name, boolean newUuid) {
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
                    authorities,
                    newUuid);
        }
    }
}
