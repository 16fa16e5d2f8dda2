package org.snapup.ips.sign;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.PublisherDetails;

/** Holds packages against the policies of an image and its publishers. Not for several threads at once. */
public final class SignatureCheck {
    private static final String POLICY = "signature-policy";
    private static final String NAMES = "signature-required-names";
    private static final String VERSION = "0";
    private static final String REVOCATION = "check-certificate-revocation";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    /** Brings certificates. */
    public interface Certificates {
        /** A payload of a package's repository, checked against the action. @throws IpsException NOT_FOUND, CORRUPT, IO */
        byte[] fetch(Fmri fmri, Action action);
    }

    /** Brings revocation lists. */
    public interface Lists {
        /** The bytes at a URI of the scheme file, http or https. @throws IpsException IO, NOT_FOUND, BAD_INPUT */
        byte[] fetch(String uri);
    }

    private final ImageFiles files;
    private final ImageConfig config;
    private final Certificates source;
    private final Map<String, SignaturePolicy> policies = new HashMap<>();
    private final Map<String, List<X509Certificate>> anchors = new HashMap<>();
    private final Map<String, X509Certificate> fetched = new HashMap<>();
    private final Optional<RevocationLists> lists;

    /**
     * For one image.
     *
     * @param source brings certificates
     * @param lists brings revocation lists, where the image wants them to be looked at
     * @param notes takes what was found out about those lists that an administrator should know
     */
    public SignatureCheck(
            ImageFiles files, ImageConfig config, Certificates source, Lists lists, Consumer<String> notes) {
        this.files = files;
        this.config = config;
        this.source = source;
        this.lists = config.property(REVOCATION, "False").equalsIgnoreCase("true")
                ? Optional.of(new RevocationLists(lists, notes))
                : Optional.empty();
    }

    /** What is asked of a publisher's packages. @throws IpsException BAD_INPUT */
    public SignaturePolicy policy(String publisher) {
        return policies.computeIfAbsent(publisher, this::findPolicy);
    }

    private SignaturePolicy findPolicy(String publisher) {
        SignaturePolicy own = SignaturePolicy.parse(config.property(POLICY, "verify"), config.propertyValues(NAMES));
        return details(publisher)
                .map(details -> details.properties().getOrDefault(POLICY, List.of()).stream()
                        .findFirst()
                        .map(text -> own.combine(
                                SignaturePolicy.parse(text, details.properties().getOrDefault(NAMES, List.of()))))
                        .orElse(own))
                .orElse(own);
    }

    private Optional<PublisherDetails> details(String publisher) {
        return config.publisherDetails().stream()
                .filter(details -> details.name().equals(publisher))
                .findFirst();
    }

    /** Whether a package with these signatures is looked at more closely. */
    public boolean concerns(Fmri fmri, List<Action> signatures) {
        SignaturePolicy policy = policy(fmri.requirePublisher());
        return policy.requires() || (!signatures.isEmpty() && !policy.ignores());
    }

    /**
     * Checks a package.
     *
     * @param signatures those that count in this image
     * @param manifest all of the package
     * @throws IpsException CORRUPT, saying which package and what is wrong; NOT_FOUND, IO for certificates
     */
    public void check(Fmri fmri, List<Action> signatures, Manifest manifest) {
        SignaturePolicy policy = policy(fmri.requirePublisher());
        Set<String> missing = new TreeSet<>(policy.names());
        boolean signed = false;
        for (Action signature : signatures) {
            try {
                signed |= verify(fmri, signature, manifest, missing);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IpsException(
                        IpsException.Kind.CORRUPT, "the signature of " + fmri + " isn't valid: " + e.getMessage(), e);
            }
        }
        if (policy.requires() && !signed) {
            throw IpsException.corrupt("the policy for " + fmri.publisher() + " requires signatures, and " + fmri
                    + " has none that is known: choose another version, or set the property " + POLICY);
        }
        if (!missing.isEmpty()) {
            throw IpsException.corrupt("the policy for " + fmri.publisher() + " requires certificates with the names "
                    + policy.names() + ", and among those of " + fmri + " there is no " + missing);
        }
    }

    /** Whether a key has signed; what isn't known here doesn't count and is no error. */
    private boolean verify(Fmri fmri, Action signature, Manifest manifest, Set<String> missing)
            throws GeneralSecurityException {
        String algorithm = signature.attributes().get("algorithm", "");
        boolean known = VERSION.equals(signature.get("version"))
                && signature.attributes().all("value").size() == 1;
        for (String key : signature.attributes().keys()) {
            known &= !key.startsWith("variant.");
        }
        if (!known) {
            return false;
        }
        byte[] value = HexFormat.of().parseHex(signature.attributes().require("value"));
        byte[] text = SignedText.of(signature, manifest.actions());
        if (signature.hash() == null) {
            checkHash(algorithm, text, value);
            return false;
        }
        @Nullable
        String java = switch (algorithm) {
            case "rsa-sha256" -> "SHA256withRSA";
            case "rsa-sha384" -> "SHA384withRSA";
            case "rsa-sha512" -> "SHA512withRSA";
            default -> null;
        };
        if (java == null) {
            return false;
        }
        X509Certificate signer = certificate(fmri, signature);
        List<X509Certificate> intermediates = intermediates(fmri, signature);
        List<X509Certificate> chain = new CertificateChain(intermediates, anchors(fmri)).verify(signer);
        Set<String> revoked = revoked(fmri.requirePublisher());
        for (X509Certificate certificate : chain) {
            if (revoked.contains(Digests.hex(Digests.sha1().digest(TrustAnchors.pem(certificate))))) {
                throw new GeneralSecurityException(
                        CertificateChain.name(certificate) + " was revoked for " + fmri.publisher());
            }
        }
        if (lists.isPresent()) {
            List<X509Certificate> issuers = new ArrayList<>(intermediates);
            issuers.addAll(anchors(fmri));
            lists.get().check(chain, issuers);
        }
        Signature verifier = Signature.getInstance(java);
        verifier.initVerify(signer.getPublicKey());
        verifier.update(text);
        if (!verifier.verify(value)) {
            throw new GeneralSecurityException(
                    "its value doesn't fit the package, which was changed after it was signed" + " by "
                            + CertificateChain.name(signer));
        }
        chain.forEach(certificate -> missing.removeAll(CertificateChain.commonNames(certificate)));
        return true;
    }

    private static void checkHash(String algorithm, byte[] text, byte[] value) throws GeneralSecurityException {
        boolean hash = Set.of("sha256", "sha384", "sha512").contains(algorithm);
        if (hash
                && !java.security.MessageDigest.isEqual(
                        Digests.named(algorithm).orElseThrow().digest(text), value)) {
            throw new GeneralSecurityException(
                    "its value doesn't fit the package, which was changed after it was made");
        }
    }

    /** The image's, and the CAs that were approved for the publisher. */
    private List<X509Certificate> anchors(Fmri fmri) {
        return anchors.computeIfAbsent(fmri.requirePublisher(), publisher -> {
            List<X509Certificate> trusted = new ArrayList<>(TrustAnchors.read(
                    files, config.property("trust-anchor-directory", "etc/ssl/pkg"), revoked(publisher)));
            for (String hash :
                    details(publisher).map(PublisherDetails::approvedCas).orElse(List.of())) {
                trusted.add(approved(fmri, hash));
            }
            return trusted;
        });
    }

    private Set<String> revoked(String publisher) {
        return Set.copyOf(details(publisher).map(PublisherDetails::revokedCas).orElse(List.of()));
    }

    /** From the image, where approving it has put it, or else from the publisher. */
    private X509Certificate approved(Fmri fmri, String hash) {
        Optional<byte[]> stored = HASH.matcher(hash).matches()
                ? files.read(ImageLayout.certificates(fmri.requirePublisher()).resolve(hash))
                : Optional.empty();
        try {
            if (stored.isEmpty()) {
                return certificate(fmri, certificateFile(hash));
            }
            if (Digests.same(Digests.sha1().digest(stored.get()), hash)) {
                return TrustAnchors.certificate(stored.get());
            }
        } catch (GeneralSecurityException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the CA " + hash + " that was approved for " + fmri.publisher() + " can't be used: "
                            + e.getMessage(),
                    e);
        }
        throw IpsException.corrupt("the CA " + hash + " that was approved for " + fmri.publisher()
                + " was changed in the image since: approve it again, or take the approval back");
    }

    private List<X509Certificate> intermediates(Fmri fmri, Action signature) throws GeneralSecurityException {
        List<X509Certificate> intermediates = new ArrayList<>();
        String[] hashes = words(signature, "chain");
        String[] sizes = words(signature, "chain.sizes");
        for (int i = 0; i < hashes.length; i++) {
            Action file = certificateFile(hashes[i]);
            intermediates.add(certificate(fmri, i < sizes.length ? file.with("pkg.size", sizes[i]) : file));
        }
        return intermediates;
    }

    private static Action certificateFile(String hash) {
        return Action.of(
                ActionKind.FILE,
                hash,
                Attributes.of("path", "certificate", "mode", "0444", "owner", "root", "group", "root"));
    }

    private static String[] words(Action signature, String key) {
        String text = signature.attributes().get(key, "").strip();
        return text.isEmpty() ? new String[0] : text.split(" +", -1);
    }

    private X509Certificate certificate(Fmri fmri, Action action) throws GeneralSecurityException {
        String hash = String.valueOf(action.hash());
        X509Certificate known = fetched.get(hash);
        if (known == null) {
            try {
                known = TrustAnchors.certificate(source.fetch(fmri, action));
            } catch (CertificateException e) {
                throw new GeneralSecurityException("the certificate " + hash + " can't be read: " + e.getMessage(), e);
            }
            fetched.put(hash, known);
        }
        return known;
    }
}
