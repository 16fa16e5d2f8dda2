package org.snapup.ips.repo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where packages, or the contents of their files, come from, and how it is reached.
 *
 * @param uri what {@link Repository#open(String)} takes
 * @param key a file with the key of the client, PEM; for https
 * @param certificate a file with the certificate of the client, PEM; for https
 * @param proxy a URI; the environment's {@code http_proxy} and its like go before it, as with pkg(1)
 * @param authorities a folder of certificates, PEM; while it exists, https trusts these and no others
 */
public record PackageSource(
        String uri,
        Optional<Path> key,
        Optional<Path> certificate,
        Optional<String> proxy,
        Optional<Path> authorities) {

    /** Reached without a proxy of its own and without a certificate, trusting what the Java runtime trusts. */
    public static PackageSource of(String uri) {
        return new PackageSource(uri, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether it is a folder or a file, and not asked over a network. */
    public boolean isLocal() {
        return Repository.isLocal(uri);
    }
}
