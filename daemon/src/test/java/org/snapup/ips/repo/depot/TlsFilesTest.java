package org.snapup.ips.repo.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.image.PropertyEdit;
import org.snapup.ips.image.PublisherChange;
import org.snapup.ips.image.PublisherChange.Uris;
import org.snapup.ips.image.PublisherDetails;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Against a depot with a certificate of its own, which wants one of the client's. */
class TlsFilesTest {
    private static final DepotClient.Retry ONCE = new DepotClient.Retry(1, Duration.ofMillis(1), Duration.ofSeconds(5));
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static Path authorities = Path.of("");
    private static Path certificate = Path.of("");
    private static Path key = Path.of("");
    private static SSLContext tls;
    private TestDepot depot;

    @BeforeAll
    static void makeKeys() throws Exception {
        RepositoryWriter.create(folder.resolve("repo"), "p.example");
        KeyStore ofDepot = keyPair("depot", "EC", "CN=localhost", "-ext", "SAN=dns:localhost");
        KeyStore ofClient = keyPair("client", "RSA", "CN=client");
        authorities = Files.createDirectories(folder.resolve("authorities"));
        pem(
                authorities.resolve("depot.pem"),
                "CERTIFICATE",
                ofDepot.getCertificate("depot").getEncoded());
        Files.writeString(authorities.resolve("README"), "not a certificate");
        certificate = pem(
                folder.resolve("client.crt"),
                "CERTIFICATE",
                ofClient.getCertificate("client").getEncoded());
        key = pem(
                folder.resolve("client.key"),
                "PRIVATE KEY",
                ofClient.getKey("client", PASSWORD).getEncoded());
        ofDepot.setCertificateEntry("trusted", ofClient.getCertificate("client"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(ofDepot, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(ofDepot);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void serve() throws IOException {
        depot = new TestDepot(folder.resolve("repo"), tls);
    }

    @AfterEach
    void stop() {
        depot.close();
    }

    private static KeyStore keyPair(String name, String algorithm, String subject, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ProcessBuilder command = new ProcessBuilder(
                keytool, "-genkeypair", "-keyalg", algorithm, "-alias", name, "-dname", subject, "-storetype");
        command.command().addAll(Arrays.asList("PKCS12", "-keystore", file.toString(), "-storepass"));
        command.command().add(new String(PASSWORD));
        command.command().addAll(Arrays.asList(more));
        Process process = command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private Repository open(PackageSource source) {
        return Repository.of(new DepotOrigin(new DepotClient(source, ONCE, Map.of())));
    }

    private PackageSource source(Path usedKey, Optional<String> proxy) {
        return new PackageSource(
                depot.location(), Optional.of(usedKey), Optional.of(certificate), proxy, Optional.of(authorities));
    }

    @Test
    void shouldShowItsCertificateAndTrustTheFolder() {
        try (Repository repository = open(source(key, Optional.empty()))) {
            assertThat(repository.publishers()).containsExactly("p.example");
        }
    }

    /** The end of a PKCS #8 key of 2048 bits and more is the PKCS #1 key, after 26 bytes. */
    @Test
    void shouldReadAKeyOfTheOlderKind() throws Exception {
        byte[] encoded = KeyStore.getInstance(folder.resolve("client.p12").toFile(), PASSWORD)
                .getKey("client", PASSWORD)
                .getEncoded();
        Path older =
                pem(folder.resolve("older.key"), "RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));

        try (Repository repository = open(source(older, Optional.empty()))) {
            assertThat(repository.publishers()).containsExactly("p.example");
        }
    }

    /** As an image says it: the files are the image's own. */
    @Test
    void shouldInstallWithWhatAnImageKeeps() throws IOException {
        PackageWorld world = new PackageWorld(folder.resolve("world"));
        world.publish("a@1", "dir path=a owner=root group=bin mode=0755");
        try (TestDepot secure = new TestDepot(world.repository, tls)) {
            Ips.create(
                    world.root,
                    new ImageSpec(Map.of(PackageWorld.PUBLISHER, List.of(secure.location())), Map.of(), Map.of()),
                    List.of("test"));
            assertThatThrownBy(() -> world.install("a")).isInstanceOf(IpsException.class);
            ImageSettings.setProperties(
                    world.root,
                    List.of(new PropertyEdit.Set("ca-path", List.of(authorities.toString()))),
                    List.of("test"));
            Path mixed = Files.writeString(
                    folder.resolve("mixed"), "secret\n" + Files.readString(certificate) + Files.readString(key));
            PublisherChange change = new PublisherChange(
                    PackageWorld.PUBLISHER,
                    null,
                    null,
                    null,
                    Uris.NONE,
                    Uris.NONE,
                    Uris.NONE,
                    mixed.toString(),
                    certificate.toString(),
                    null,
                    List.of(),
                    PublisherChange.Authorities.NONE,
                    false);
            assertThat(ImageSettings.setPublisher(world.root, change, List.of("test")))
                    .isTrue();

            world.install("a");

            assertThat(world.root.resolve("a")).isDirectory();
            PublisherDetails details =
                    Image.read(world.root).config().publisherDetails().get(0);
            assertThat(details.sslKey()).matches("/var/pkg/ssl/[0-9a-f]{40}");
            Path kept = world.root.resolve(String.valueOf(details.sslKey()).substring(1));
            assertThat(Files.readString(kept)).doesNotContain("secret").doesNotContain("CERTIFICATE");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldNotTrustADepotThatNobodyVouchesFor() {
        PackageSource source = new PackageSource(
                depot.location(), Optional.of(key), Optional.of(certificate), Optional.empty(), Optional.empty());

        try (Repository repository = open(source)) {
            assertThatThrownBy(repository::publishers)
                    .isInstanceOf(IpsException.class)
                    .hasMessageContaining("check its certificate");
        }
    }

    @Test
    void shouldBeRefusedWithoutACertificate() {
        PackageSource source = new PackageSource(
                depot.location(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(authorities));

        try (Repository repository = open(source)) {
            assertThatThrownBy(repository::publishers)
                    .isInstanceOf(IpsException.class)
                    .hasMessageContaining(depot.location());
        }
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws IOException {
        assertThatThrownBy(() -> open(source(certificate, Optional.empty())))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("the client's key " + certificate)
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> open(source(folder.resolve("none"), Optional.empty())))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(folder.resolve("none").toString());
        Path nobody = Files.createDirectory(folder.resolve("nobody"));
        PackageSource source = new PackageSource(
                depot.location(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(nobody));
        assertThatThrownBy(() -> open(source))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(nobody + " has no certificates of authorities");
    }

    @Test
    void shouldGoThroughAProxy() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread tunnel = new Thread(() -> tunnel(proxy, asked), "proxy");
            tunnel.start();
            String named = "http://localhost:" + proxy.getLocalPort() + "/";

            try (Repository repository = open(source(key, Optional.of(named)))) {
                assertThat(repository.publishers()).containsExactly("p.example");
            }
        }
        assertThat(asked.get()).isEqualTo("CONNECT " + depot.location().replaceAll("https://|/$", "") + " HTTP/1.1");
    }

    /** Takes one connection. */
    private void tunnel(ServerSocket proxy, AtomicReference<String> asked) {
        try (Socket client = proxy.accept();
                Socket target = new Socket(
                        "localhost", Integer.parseInt(depot.location().replaceAll("[^0-9]", "")))) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            asked.set(head.substring(0, head.indexOf("\r\n")));
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = new Thread(() -> copy(target, client), "proxy-back");
            back.start();
            copy(client, target);
            back.join();
        } catch (IOException | InterruptedException e) {
            asked.compareAndSet("", e.toString());
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // the test looks at what came of it
        }
    }

    @Test
    void shouldReadNothingThatHasNoEnd() {
        assertThatThrownBy(() -> TlsFiles.key(Path.of("/dev/zero"))).hasMessageContaining("no ordinary file");
        assertThatThrownBy(() -> TlsFiles.certificate(Path.of("/dev/zero"))).hasMessageContaining("no ordinary file");
    }
}
