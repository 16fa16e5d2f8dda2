package org.snapup.ips.sign;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a certificate says that its issuer's revocation lists are, in DER (RFC 5280, 4.2.1.13):
 *
 * <pre>
 * OCTET STRING { SEQUENCE { SEQUENCE { [0] { [0] { [6] URI ... } } ... } ... } }
 * </pre>
 */
final class DistributionPoints {
    private static final String EXTENSION = "2.5.29.31";
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int FIRST = 0xa0; // the name of a point, and in it the full name
    private static final int URI = 0x86;

    private DistributionPoints() {}

    /** The URIs; what is named otherwise is passed over, as pkg(1) does it. */
    static List<String> of(X509Certificate certificate) throws GeneralSecurityException {
        List<String> uris = new ArrayList<>();
        byte[] extension = certificate.getExtensionValue(EXTENSION);
        if (extension == null) {
            return uris;
        }
        try {
            for (ByteBuffer octets : within(ByteBuffer.wrap(extension), OCTETS)) {
                for (ByteBuffer points : within(octets, SEQUENCE)) {
                    for (ByteBuffer point : within(points, SEQUENCE)) {
                        for (ByteBuffer name : within(point, FIRST)) {
                            for (ByteBuffer full : within(name, FIRST)) {
                                within(full, URI)
                                        .forEach(uri -> uris.add(StandardCharsets.US_ASCII
                                                .decode(uri)
                                                .toString()));
                            }
                        }
                    }
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
            throw new GeneralSecurityException(
                    "the places of revocation lists in the certificate " + CertificateChain.name(certificate)
                            + " can't be read",
                    e);
        }
        return uris;
    }

    /** The contents of the elements of one tag, of which there may be others between. */
    private static List<ByteBuffer> within(ByteBuffer elements, int wanted) {
        List<ByteBuffer> found = new ArrayList<>();
        while (elements.hasRemaining()) {
            int tag = elements.get() & 0xff;
            int length = elements.get() & 0xff;
            if (length > 0x7f) {
                int bytes = length & 0x7f;
                if (bytes > 3) {
                    throw new IllegalArgumentException("an element of " + bytes + " bytes of length");
                }
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length * 256 + (elements.get() & 0xff);
                }
            }
            ByteBuffer content = elements.slice(elements.position(), length);
            elements.position(elements.position() + length);
            if (tag == wanted) {
                found.add(content);
            }
        }
        return found;
    }
}
