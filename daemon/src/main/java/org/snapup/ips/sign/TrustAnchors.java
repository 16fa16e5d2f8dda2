package org.snapup.ips.sign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.snapup.ffi.BytePath;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.image.ImageFiles;

/** The certificates that an image trusts: those in the files of its trust-anchor-directory. */
final class TrustAnchors {
    private static final int MAX_BYTES = 1 << 20;

    private TrustAnchors() {}

    /**
     * Reads them. What is no certificate is passed over.
     *
     * @param directory as the image's property has it, within the image
     * @param revoked SHA-1s of files whose certificates don't count
     */
    static List<X509Certificate> read(ImageFiles files, String directory, Set<String> revoked) {
        List<X509Certificate> anchors = new ArrayList<>();
        BytePath folder = BytePath.of(directory.replaceFirst("^/+", "").replaceFirst("/+$", ""));
        for (byte[] name : files.list(folder)) {
            boolean isFile = files.root()
                    .find(folder.resolve(name))
                    .filter(stat -> stat.isRegular() && stat.size() <= MAX_BYTES)
                    .isPresent();
            if (isFile) {
                files.read(folder.resolve(name))
                        .filter(bytes ->
                                !revoked.contains(Digests.hex(Digests.sha1().digest(bytes))))
                        .ifPresent(bytes -> anchors.addAll(certificates(bytes)));
            }
        }
        return anchors;
    }

    private static List<X509Certificate> certificates(byte[] bytes) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            factory().generateCertificates(new ByteArrayInputStream(bytes)).forEach(certificate -> {
                if (certificate instanceof X509Certificate x509) {
                    found.add(x509);
                }
            });
            return found;
        } catch (CertificateException e) {
            return List.of();
        }
    }

    /** @throws CertificateException if it is none */
    static X509Certificate certificate(byte[] bytes) throws CertificateException {
        if (factory().generateCertificate(new ByteArrayInputStream(bytes)) instanceof X509Certificate x509) {
            return x509;
        }
        throw new CertificateException("it is no X.509 certificate");
    }

    /** As files of certificates are written: by the SHA-1 of this text publishers' CAs are approved and revoked. */
    static byte[] pem(X509Certificate certificate) throws CertificateEncodingException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n").getBytes(US_ASCII);
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "this Java reads no certificates: use a complete Java runtime", e);
        }
    }
}
