package org.snapup.ips.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Digests;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.image.PropertyEdit;
import org.snapup.ips.image.PublisherChange;
import org.snapup.ips.image.PublisherChange.Authorities;

/** With certificates of its own: a CA that is trusted, one below it, one that isn't trusted. */
class SignatureTest {
    private static final String PASSWORD = "changeit";
    private static final Fmri FMRI = Fmri.parse("pkg://test/a@1,5.11:20260101T000000Z");

    @TempDir
    static Path keys;

    @TempDir
    Path temporary;

    private final Map<String, byte[]> payloads = new HashMap<>();
    private Path root;

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
        keytool("-alias", "middle", "-dname", "CN=Middle CA", "-ext", "bc:c=ca:true,pathlen:0", "-signer", "ca");
        keytool("-alias", "signer", "-dname", "CN=Signer", "-ext", "ku:c=digitalSignature", "-signer", "middle");
        keytool(
                "-alias",
                "listed",
                "-dname",
                "CN=Listed",
                "-signer",
                "ca",
                "-ext",
                "crl=uri:http://lists.example.org/ca.crl");
        keytool("-alias", "other", "-dname", "CN=Other CA", "-ext", "bc:c=ca:true");
        keytool("-alias", "noca", "-dname", "CN=No CA", "-signer", "ca");
        keytool("-alias", "child", "-dname", "CN=Child", "-signer", "noca");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> pair =
                new java.util.ArrayList<>(List.of("keytool", "-genkeypair", "-keyalg", "RSA", "-keysize", "2048"));
        pair.addAll(List.of(arguments));
        command(pair.toArray(new String[0]));
    }

    /** A program of Java, on the key store. */
    private static void command(String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(words));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", words[0]).toString());
        command.addAll(List.of("-keystore", keys.resolve("keys.p12").toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static byte[] pem(String alias) throws GeneralSecurityException, IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(store().getCertificate(alias).getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void createImage() throws Exception {
        root = temporary.resolve("image");
        Ips.create(
                root, new ImageSpec(Map.of("test", List.of("file:///nowhere/")), Map.of(), Map.of()), List.of("test"));
        Files.createDirectories(root.resolve("etc/ssl/pkg"));
        Files.write(root.resolve("etc/ssl/pkg/ca.pem"), pem("ca"));
        Files.writeString(root.resolve("etc/ssl/pkg/README"), "no certificate\n");
    }

    private String store(byte[] certificate) {
        String hash = Digests.hex(Digests.sha1().digest(certificate));
        payloads.put(hash, certificate);
        return hash;
    }

    /** Signs a manifest. */
    private Manifest signed(String text, String alias, String... intermediates) throws Exception {
        StringBuilder chain = new StringBuilder();
        for (String intermediate : intermediates) {
            chain.append(chain.length() == 0 ? "" : " ").append(store(pem(intermediate)));
        }
        Attributes attributes = Attributes.of("algorithm", "rsa-sha256", "version", "0", "value", "");
        if (chain.length() > 0) {
            attributes = attributes.with("chain", chain.toString());
        }
        Action unsigned = Action.of(ActionKind.SIGNATURE, store(pem(alias)), attributes);
        Manifest manifest = Manifest.parse(text + unsigned + "\n");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign((PrivateKey) store().getKey(alias, PASSWORD.toCharArray()));
        signature.update(SignedText.of(unsigned, manifest.actions()));
        return Manifest.parse(text + unsigned.with("value", HexFormat.of().formatHex(signature.sign())) + "\n");
    }

    private void check(Manifest manifest) {
        try (ImageFiles files = ImageFiles.open(root)) {
            SignatureCheck check = new SignatureCheck(
                    files,
                    Image.read(files, root).config(),
                    (fmri, action) -> Objects.requireNonNull(payloads.get(action.hash())),
                    uri -> Objects.requireNonNull(payloads.get(uri)),
                    note -> {});
            List<Action> signatures = manifest.filtered(ActionFilter.ALL).actions(ActionKind.SIGNATURE);
            if (check.concerns(FMRI, signatures)) {
                check.check(FMRI, signatures, manifest);
            }
        }
    }

    /** RevocationTest has the rest. */
    @Test
    void shouldLookAtRevocationListsWhereTheImageWantsIt() throws Exception {
        Manifest manifest = signed(TEXT, "listed");
        Path list = keys.resolve("ca.crl");
        String serial = ((X509Certificate) store().getCertificate("listed"))
                .getSerialNumber()
                .toString();
        command("keytool", "-gencrl", "-alias", "ca", "-id", serial, "-file", list.toString());
        payloads.put("http://lists.example.org/ca.crl", Files.readAllBytes(list));
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();

        set("check-certificate-revocation", "True");

        assertRefused(manifest, "CN=Listed was revoked by CN=Test CA");
    }

    private void set(String property, String... values) {
        ImageSettings.setProperties(root, List.of(new PropertyEdit.Set(property, List.of(values))), List.of("test"));
    }

    private void assertRefused(Manifest manifest, String text) {
        assertThatThrownBy(() -> check(manifest))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.CORRUPT))
                .hasMessageContaining(text);
    }

    private static final String TEXT = """
        set name=pkg.fmri value=pkg://test/a@1,5.11:20260101T000000Z
        set name=pkg.summary value="A thing with \\"quotes\\" and caf\u00e9"
        set name=list value=b value=a value="c d"
        dir path=usr mode=0755 owner=root group=root
        """;

    @Test
    void shouldAcceptWhatATrustedChainSigned() throws Exception {
        Manifest manifest = signed(TEXT, "signer", "middle");
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();
        set("signature-policy", "require-signatures");
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();
        Manifest direct = signed(TEXT, "noca");
        assertThatCode(() -> check(direct)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhatWasChanged() throws Exception {
        Manifest manifest = signed(TEXT, "signer", "middle");
        assertRefused(Manifest.parse(manifest.toText().replace("mode=0755", "mode=0777")), "was changed after");
        assertRefused(
                Manifest.parse(manifest.toText() + "file abc path=x mode=0644 owner=root group=root\n"),
                "was changed after");
        set("signature-policy", "ignore");
        assertThatCode(() -> check(Manifest.parse(manifest.toText().replace("mode=0755", "mode=0777"))))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseChainsThatEndNowhere() throws Exception {
        assertRefused(signed(TEXT, "signer"), "CN=Middle CA isn't in the image's trust-anchor-directory");
        assertRefused(signed(TEXT, "other"), "CN=Other CA");
        // a certificate that is no CA has signed another
        assertRefused(signed(TEXT, "child", "noca"), "CN=No CA");
        Files.delete(root.resolve("etc/ssl/pkg/ca.pem"));
        assertRefused(signed(TEXT, "signer", "middle"), "CN=Test CA");
    }

    @Test
    void shouldTrustTheApprovedAndNotTheRevokedCasOfAPublisher() throws Exception {
        Manifest manifest = signed(TEXT, "other");
        String other = Digests.hex(Digests.sha1().digest(pem("other")));
        approve("other");
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();
        // somebody changed what approving put into the image
        Path stored = root.resolve("var/pkg/publisher/test/certs").resolve(other);
        Files.write(stored, pem("ca"));
        assertRefused(manifest, "was changed in the image");
        Files.write(stored, pem("other"));
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();

        Manifest usual = signed(TEXT, "signer", "middle");
        assertThatCode(() -> check(usual)).doesNotThrowAnyException();
        authorities(
                new Authorities(List.of(), List.of(Digests.hex(Digests.sha1().digest(pem("middle")))), List.of()));
        assertRefused(usual, "CN=Middle CA was revoked for test");
    }

    private void approve(String alias) throws GeneralSecurityException, IOException {
        Path file = Files.write(temporary.resolve(alias + ".pem"), pem(alias));
        authorities(new Authorities(List.of(file.toString()), List.of(), List.of()));
    }

    private void authorities(Authorities change) {
        ImageSettings.setPublisher(root, PublisherChange.of("test").withAuthorities(change), List.of("test"));
    }

    @Test
    void shouldRequireWhatThePolicySays() throws Exception {
        Manifest unsigned = Manifest.parse(TEXT);
        assertThatCode(() -> check(unsigned)).doesNotThrowAnyException();
        set("signature-policy", "require-signatures");
        assertRefused(unsigned, "requires signatures");

        ImageSettings.setProperties(
                root,
                List.of(
                        new PropertyEdit.Set("signature-required-names", List.of("Signer", "Test CA")),
                        new PropertyEdit.Set("signature-policy", List.of("require-names"))),
                List.of("test"));
        Manifest manifest = signed(TEXT, "signer", "middle");
        assertThatCode(() -> check(manifest)).doesNotThrowAnyException();
        set("signature-required-names", "Somebody Else");
        assertRefused(manifest, "Somebody Else");
    }

    @Test
    void shouldCombinePolicies() {
        SignaturePolicy verify = SignaturePolicy.parse("verify", List.of());
        SignaturePolicy one = SignaturePolicy.parse("require-names", List.of("one"));
        SignaturePolicy two = SignaturePolicy.parse("require-names", List.of("two"));
        assertThat(verify.combine(one)).isEqualTo(one);
        assertThat(one.combine(verify)).isEqualTo(one);
        assertThat(one.combine(two).names()).containsExactlyInAnyOrder("one", "two");
        assertThatThrownBy(() -> SignaturePolicy.parse("require-names", List.of()))
                .isInstanceOf(IpsException.class);
        assertThatThrownBy(() -> SignaturePolicy.parse("maybe", List.of())).isInstanceOf(IpsException.class);
    }
}
