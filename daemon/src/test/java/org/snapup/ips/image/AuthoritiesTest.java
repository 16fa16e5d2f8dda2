package org.snapup.ips.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Digests;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.image.PublisherChange.Authorities;

/** CAs that are approved and revoked for a publisher. */
final class AuthoritiesTest {
    private static final String HASH_ONE = hash(Certificates.ONE);
    private static final String HASH_TWO = hash(Certificates.TWO);

    @TempDir
    Path temporary;

    private Path root;
    private Path one;

    @BeforeEach
    void createImage() throws IOException {
        root = temporary.resolve("image");
        Ips.create(root, new ImageSpec(Map.of("test", List.of("file:///one/")), Map.of(), Map.of()), List.of("test"));
        one = Files.writeString(temporary.resolve("one.pem"), Certificates.ONE);
    }

    private static String hash(String text) {
        return Digests.hex(Digests.sha1().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private boolean set(List<String> approve, List<String> revoke, List<String> unset) {
        return ImageSettings.setPublisher(
                root,
                PublisherChange.of("test").withAuthorities(new Authorities(approve, revoke, unset)),
                List.of("test"));
    }

    private PublisherDetails publisher() {
        return Image.read(root).config().publisherDetails().get(0);
    }

    private void assertRefused(List<String> approve, List<String> revoke, List<String> unset, String text)
            throws IOException {
        byte[] before = Files.readAllBytes(root.resolve("var/pkg/pkg5.image"));
        assertThatThrownBy(() -> set(approve, revoke, unset))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT))
                .hasMessageContaining(text);
        assertThat(root.resolve("var/pkg/pkg5.image")).hasBinaryContent(before);
    }

    @Test
    void shouldKeepTheCertificateOfAnApprovedCa() throws IOException {
        Files.writeString(one, "Subject: CN=one\n\n" + Certificates.ONE + "more text\n");

        assertThat(set(List.of(one.toString()), List.of(), List.of())).isTrue();

        assertThat(publisher().approvedCas()).containsExactly(HASH_ONE);
        Path kept = root.resolve("var/pkg/publisher/test/certs").resolve(HASH_ONE);
        assertThat(kept).hasContent(Certificates.ONE.stripTrailing());
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(set(List.of(one.toString()), List.of(), List.of())).isFalse();
    }

    @Test
    void shouldLetPkgMakeItsLinksAnew() throws IOException {
        Path links = root.resolve("var/pkg/publisher/test/certs/subject_hashes");
        set(List.of(one.toString()), List.of(), List.of());
        assertThat(links).isEmptyDirectory();

        Files.writeString(links.resolve("0123.0"), Certificates.TWO);
        set(List.of(), List.of(HASH_ONE), List.of());
        assertThat(links.resolve("0123.0")).exists();
        set(List.of(one.toString()), List.of(), List.of());
        assertThat(links).isEmptyDirectory();
    }

    @Test
    void shouldMoveACaBetweenApprovedAndRevoked() {
        set(List.of(one.toString()), List.of(HASH_TWO), List.of());
        assertThat(publisher().revokedCas()).containsExactly(HASH_TWO);

        set(List.of(), List.of(HASH_ONE.toUpperCase(java.util.Locale.ROOT)), List.of());
        assertThat(publisher().approvedCas()).isEmpty();
        assertThat(publisher().revokedCas()).containsExactly(HASH_TWO, HASH_ONE);

        set(List.of(one.toString()), List.of(), List.of(HASH_TWO));
        assertThat(publisher().approvedCas()).containsExactly(HASH_ONE);
        assertThat(publisher().revokedCas()).isEmpty();

        set(List.of(), List.of(), List.of(HASH_ONE));
        assertThat(publisher().approvedCas()).isEmpty();
        assertThat(set(List.of(), List.of(), List.of(HASH_ONE))).isFalse();
    }

    @Test
    void shouldTakeBackWhateverPkgRevoked() throws IOException {
        Path config = root.resolve("var/pkg/pkg5.image");
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("revoked_ca_certs = .*", "revoked_ca_certs = ['the old one']"));

        assertThat(set(List.of(), List.of(), List.of("the old one"))).isTrue();

        assertThat(publisher().revokedCas()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoCertificateOrHash() throws IOException {
        Path none = Files.writeString(temporary.resolve("none.pem"), "");
        Path both = Files.writeString(temporary.resolve("both.pem"), Certificates.ONE + Certificates.TWO);
        Path key = Files.writeString(
                temporary.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
        Path bad = Files.writeString(temporary.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        assertRefused(List.of(none.toString()), List.of(), List.of(), "has no certificate; it has to have one");
        assertRefused(List.of(both.toString()), List.of(), List.of(), "has 2 certificates; it has to have one");
        assertRefused(List.of(bad.toString()), List.of(), List.of(), "can't read the certificate " + bad);
        assertRefused(List.of(key.toString()), List.of(), List.of(), "it has to be PEM");
        assertRefused(List.of(temporary.toString()), List.of(), List.of(), "it is no ordinary file");
        assertRefused(List.of("one.pem"), List.of(), List.of(), "isn't the absolute path of a file");
        assertRefused(List.of(""), List.of(), List.of(), "Its file is missing");
        assertRefused(List.of(), List.of("abc"), List.of(), "'abc' is no hash of a CA's certificate");
        assertRefused(List.of(one.toString()), List.of(), List.of("abc"), "'abc' is no hash of a CA's certificate");
        assertThat(root.resolve("var/pkg/publisher/test/certs")).doesNotExist();
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> set(List.of("/nowhere/ca.pem"), List.of(), List.of()))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.IO))
                .hasMessageContaining("can't read the certificate /nowhere/ca.pem");
    }
}
