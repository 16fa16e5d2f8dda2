package org.snapup.ips.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.repo.depot.RemoteFile;

class RevocationTest {
    private static final String PASSWORD = "secret1";

    @TempDir
    Path keys;

    private final List<String> notes = new ArrayList<>();
    private Path list;

    @BeforeEach
    void makeAuthority() throws Exception {
        list = keys.resolve("ca.crl");
        pair("ca", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
    }

    private void pair(String alias, String... arguments) throws Exception {
        keytool("-genkeypair", alias, arguments);
    }

    private void keytool(String verb, String alias, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                verb,
                "-alias",
                alias,
                "-keystore",
                keys.resolve("keys.p12").toString(),
                "-storepass",
                PASSWORD));
        if (verb.equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private void signer(String uri) throws Exception {
        pair("signer", "-dname", "CN=Signer", "-signer", "ca", "-ext", "crl=uri:" + uri);
    }

    private X509Certificate certificate(String alias) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return (X509Certificate) store.getCertificate(alias);
    }

    private void revoke(String authority, String alias, String reason) throws Exception {
        String serial = certificate(alias).getSerialNumber().toString();
        keytool("-gencrl", authority, "-id", serial + ":" + reason, "-file", list.toString());
    }

    private void check() throws GeneralSecurityException, IOException {
        new RevocationLists(uri -> RemoteFile.read(uri, Map.of()), notes::add)
                .check(List.of(certificate("signer"), certificate("ca")), List.of());
    }

    @Test
    void shouldRefuseACertificateThatItsIssuerRevoked() throws Exception {
        signer(list.toUri().toString());
        revoke("ca", "signer", "1");

        assertThatThrownBy(this::check)
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageMatching("CN=Signer was revoked by CN=Test CA on .*, key compromise \\(file:///.*ca.crl\\):"
                        + " choose a version that is signed with another certificate");
    }

    @Test
    void shouldLetThroughWhatIsNotOnTheList() throws Exception {
        signer(list.toUri().toString());
        revoke("ca", "ca", "1");

        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldFetchListsOverHttp() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/lists/ca.crl", exchange -> {
            byte[] bytes = Files.readAllBytes(list);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            signer("http://localhost:" + server.getAddress().getPort() + "/lists/ca.crl");
            revoke("ca", "signer", "4");

            assertThatThrownBy(this::check).hasMessageContaining("was revoked").hasMessageContaining("superseded");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldSayThatAListOfSomebodyElseWasNotUsed() throws Exception {
        signer(list.toUri().toString());
        pair("other", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
        revoke("other", "signer", "1");

        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("ca.crl wasn't used, because it isn't one of the issuer of CN=Signer");
    }

    @Test
    void shouldSayThatAListIsNotToBeHad() throws Exception {
        signer(list.toUri().toString());

        assertThatCode(this::check).doesNotThrowAnyException();
        Files.writeString(list, "no list\n");
        assertThatCode(this::check).doesNotThrowAnyException();
        Files.delete(list);
        Files.createDirectory(list);
        assertThatCode(this::check).doesNotThrowAnyException();

        assertThat(notes).hasSize(3).allMatch(note -> note.contains("ca.crl isn't known: "));
        assertThat(notes.get(0)).endsWith("there is no file " + list);
        assertThat(notes.get(2)).endsWith(list + " is no ordinary file");
    }

    @Test
    void shouldNotAskForOtherKindsOfPlaces() throws Exception {
        signer("ldap://localhost/cn=ca");

        assertThatCode(this::check).doesNotThrowAnyException();

        assertThat(notes).singleElement().asString().contains("ldap://localhost/cn=ca isn't known: ");
    }
}
