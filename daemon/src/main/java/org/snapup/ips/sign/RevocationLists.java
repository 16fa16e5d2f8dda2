package org.snapup.ips.sign;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * What issuers say they have revoked. As pkg(1) does it: a list that can't be fetched, or isn't signed by the issuer, revokes
 * nothing, which a note tells, and dates don't count. Not for several threads at once.
 */
final class RevocationLists {
    private static final int SIGNS_LISTS = 6;

    private final SignatureCheck.Lists source;
    private final Consumer<String> notes;
    private final Map<String, Optional<X509CRL>> lists = new HashMap<>();

    RevocationLists(SignatureCheck.Lists source, Consumer<String> notes) {
        this.source = source;
        this.notes = notes;
    }

    /**
     * Checks the certificates on a way to a trusted one, which itself nobody can revoke.
     *
     * @param chain from the signer to the trusted one
     * @param known other certificates that may have signed a list
     * @throws GeneralSecurityException naming the certificate that was revoked
     */
    void check(List<X509Certificate> chain, List<X509Certificate> known) throws GeneralSecurityException {
        List<X509Certificate> issuers = new ArrayList<>(chain);
        issuers.addAll(known);
        for (X509Certificate certificate : chain.subList(0, chain.size() - 1)) {
            for (String uri : DistributionPoints.of(certificate)) {
                check(certificate, uri, issuers);
            }
        }
    }

    private void check(X509Certificate certificate, String uri, List<X509Certificate> issuers)
            throws GeneralSecurityException {
        @Nullable X509CRL list = lists.computeIfAbsent(uri, this::read).orElse(null);
        if (list == null) {
            return;
        }
        if (list.hasUnsupportedCriticalExtension()
                || !list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                || issuers.stream().noneMatch(issuer -> hasSigned(issuer, list))) {
            notes.accept("The revocation list " + uri + " wasn't used, because it isn't one of the issuer of "
                    + CertificateChain.name(certificate) + ".");
            return;
        }
        @Nullable X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry != null) {
            String reason = entry.getRevocationReason() == null
                    ? ""
                    : ", "
                            + entry.getRevocationReason()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' ');
            throw new GeneralSecurityException(CertificateChain.name(certificate) + " was revoked by "
                    + certificate.getIssuerX500Principal().getName() + " on "
                    + entry.getRevocationDate().toInstant() + reason + " (" + uri
                    + "): choose a version that is signed with another certificate");
        }
    }

    private static boolean hasSigned(X509Certificate issuer, X509CRL list) {
        boolean @Nullable [] usage = issuer.getKeyUsage();
        if (!issuer.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                || (usage != null && !usage[SIGNS_LISTS])) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Optional<X509CRL> read(String uri) {
        try {
            byte[] bytes = source.fetch(uri);
            return Optional.of(
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes)));
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.CANCELLED) {
                throw e;
            }
            noteUnread(uri, e);
        } catch (CRLException e) {
            noteUnread(uri, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has X.509
        }
        return Optional.empty();
    }

    private void noteUnread(String uri, Exception e) {
        notes.accept("Whether certificates are on the revocation list " + uri + " isn't known: " + e.getMessage());
    }
}
