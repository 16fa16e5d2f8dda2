package org.snapup.ips.sign;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The way from a certificate to one that is trusted. As pkg(1) does, it looks at signatures, at what keys may be used
 * for, and at the lengths of ways, but not at dates: packages outlive the certificates that they were signed with.
 */
final class CertificateChain {
    private static final int MAX_LENGTH = 20;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int SIGNS_CERTIFICATES = 5;
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USE = "2.5.29.37.0";
    private static final Set<String> KNOWN_CRITICAL =
            Set.of("2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.17", "2.5.29.32", "2.5.29.35", "2.5.29.14");

    private final List<X509Certificate> intermediates;
    private final List<X509Certificate> anchors;

    CertificateChain(List<X509Certificate> intermediates, List<X509Certificate> anchors) {
        this.intermediates = intermediates;
        this.anchors = anchors;
    }

    /**
     * Goes the way.
     *
     * @return the certificates on it, the first and the trusted one included
     * @throws GeneralSecurityException saying what is wrong with it
     */
    List<X509Certificate> verify(X509Certificate signer) throws GeneralSecurityException {
        boolean @Nullable [] usage = signer.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new GeneralSecurityException("the key of " + name(signer) + " isn't for signing");
        }
        requireCodeSigning(signer);
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate at = signer;
        while (chain.size() < MAX_LENGTH) {
            requireKnown(at);
            chain.add(at);
            if (anchors.contains(at)) {
                return chain;
            }
            Optional<X509Certificate> trusted = issuer(at, anchors, chain.size());
            if (trusted.isPresent()) {
                requireKnown(trusted.get());
                chain.add(trusted.get());
                return chain;
            }
            X509Certificate child = at;
            at = issuer(at, intermediates, chain.size())
                    .filter(issuer -> !chain.contains(issuer))
                    .orElseThrow(() -> new GeneralSecurityException(
                            "the chain of certificates ends at " + name(child) + ", whose issuer "
                                    + child.getIssuerX500Principal().getName()
                                    + " isn't in the image's trust-anchor-directory: put it there if you trust it"));
        }
        throw new GeneralSecurityException("the chain of certificates is longer than " + MAX_LENGTH);
    }

    /** @param below how many certificates are on the way so far */
    private static Optional<X509Certificate> issuer(X509Certificate child, List<X509Certificate> among, int below) {
        for (X509Certificate candidate : among) {
            boolean named = candidate.getSubjectX500Principal().equals(child.getIssuerX500Principal());
            // The first certificate is no CA and doesn't count.
            if (named && mayIssue(candidate, below - 1) && hasSigned(candidate, child)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean mayIssue(X509Certificate candidate, int casBelow) {
        boolean @Nullable [] usage = candidate.getKeyUsage();
        return candidate.getBasicConstraints() >= casBelow && (usage == null || usage[SIGNS_CERTIFICATES]);
    }

    private static boolean hasSigned(X509Certificate issuer, X509Certificate child) {
        try {
            child.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void requireCodeSigning(X509Certificate signer) throws GeneralSecurityException {
        try {
            List<String> uses = signer.getExtendedKeyUsage();
            if (uses != null && !uses.contains(CODE_SIGNING) && !uses.contains(ANY_USE)) {
                throw new GeneralSecurityException("the key of " + name(signer) + " isn't for signing code");
            }
        } catch (CertificateParsingException e) {
            throw new GeneralSecurityException("the uses of the key of " + name(signer) + " can't be read", e);
        }
    }

    private static void requireKnown(X509Certificate certificate) throws GeneralSecurityException {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical != null && !KNOWN_CRITICAL.containsAll(critical)) {
            Set<String> unknown = new TreeSet<>(critical);
            unknown.removeAll(KNOWN_CRITICAL);
            throw new GeneralSecurityException(
                    name(certificate) + " has critical extensions that aren't known: " + unknown);
        }
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** The common names of a certificate's subject. */
    static Set<String> commonNames(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            for (Rdn part : new LdapName(name(certificate)).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException e) {
            // it has none that can be asked for
        }
        return names;
    }
}
