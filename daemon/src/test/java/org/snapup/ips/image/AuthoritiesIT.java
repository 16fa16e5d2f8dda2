package org.snapup.ips.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.Digests;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.image.PublisherChange.Authorities;
import org.snapup.testing.Requires;

/** The same CAs are approved and revoked by us and by the real pkg(1), where that is present. */
final class AuthoritiesIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path temporary;

    @Test
    void shouldApproveAndRevokeAsTheRealToolDoes() throws IOException {
        String repository = Requires.shared("ips/repo").toUri().toString();
        Path file = Files.writeString(temporary.resolve("one.pem"), Certificates.ONE);
        String one = hash(Certificates.ONE);
        String two = hash(Certificates.TWO);
        Path ours = temporary.resolve("ours");
        Path theirs = temporary.resolve("theirs");
        for (Path root : List.of(ours, theirs)) {
            pkg("image-create", "-F", "-p", "example.org=" + repository, root.toString());
        }
        List<Authorities> changes = List.of(
                new Authorities(List.of(file.toString()), List.of(), List.of()),
                new Authorities(List.of(), List.of(one), List.of()),
                new Authorities(List.of(file.toString()), List.of(two), List.of()),
                new Authorities(List.of(), List.of(), List.of(two)),
                new Authorities(List.of(), List.of(), List.of(one)));

        for (Authorities change : changes) {
            ImageSettings.setPublisher(
                    ours, PublisherChange.of("example.org").withAuthorities(change), List.of("test"));
            List<String> words = new ArrayList<>(List.of("-R", theirs.toString(), "set-publisher"));
            change.approve().forEach(path -> words.addAll(List.of("--approve-ca-cert", path)));
            change.revoke().forEach(hash -> words.addAll(List.of("--revoke-ca-cert", hash)));
            change.unset().forEach(hash -> words.addAll(List.of("--unset-ca-cert", hash)));
            words.add("example.org");
            pkg(words.toArray(String[]::new));

            assertThat(authorities(ours)).as(change.toString()).isEqualTo(authorities(theirs));
            assertThat(certificates(ours)).isEqualTo(certificates(theirs));
            assertThat(described(ours)).isEqualTo(described(theirs));
        }
    }

    /** It finds the issuers of a package's signer by links, which it has to make of the certificates that we keep. */
    @Test
    void shouldLeaveTheRealToolItsLinks() throws Exception {
        Path pkgsign = PkgEngines.program().resolveSibling("pkgsign");
        Assumptions.assumeTrue(Files.isExecutable(pkgsign), "missing: " + pkgsign);
        keytool("-alias", "root", "-dname", "CN=Root", "-ext", "bc:c=ca:true");
        keytool("-alias", "middle", "-dname", "CN=Middle", "-ext", "bc:c=ca:true", "-signer", "root");
        keytool("-alias", "signer", "-dname", "CN=Signer", "-ext", "ku:c=digitalSignature", "-signer", "middle");
        PackageWorld world = new PackageWorld(temporary);
        String fmri = world.publish("a@1", "set name=pkg.summary value=a").toString();
        List<String> signing = List.of(
                pkgsign.toString(),
                "-s",
                world.origin(),
                "-k",
                key("signer").toString(),
                "-c",
                certificate("signer").toString(),
                "-i",
                certificate("middle").toString(),
                fmri);
        CommandResult signed = ProcessRunner.create().run(Command.of(Duration.ofMinutes(1), signing));
        assertThat(signed.exitStatus()).as(signed.err()).isZero();
        world.createImage();
        Path anchors = Files.createDirectories(world.root.resolve("etc/ssl/pkg"));
        Files.copy(certificate("root"), anchors.resolve("root.pem"));
        String image = world.root.toString();

        // in the image, and neither approved nor revoked any more
        for (String alias : List.of("middle", "signer")) {
            String file = certificate(alias).toString();
            Authorities approve = new Authorities(List.of(file), List.of(), List.of());
            Authorities unset = new Authorities(List.of(), List.of(), List.of(hash(Files.readString(Path.of(file)))));
            for (Authorities change : List.of(approve, unset)) {
                PublisherChange wanted =
                        PublisherChange.of(PackageWorld.PUBLISHER).withAuthorities(change);
                ImageSettings.setPublisher(world.root, wanted, List.of("test"));
            }
        }
        List<PropertyEdit> policy = List.of(new PropertyEdit.Set("signature-policy", List.of("require-signatures")));
        ImageSettings.setProperties(world.root, policy, List.of("test"));
        Ips.refresh(world.root, List.of(), false, world.cache, IpsListener.NONE);
        pkg("-R", image, "install", "--no-refresh", "a"); // to refresh would make the folder
        pkg("-R", image, "verify", "a");
        assertThat(world.root.resolve("var/pkg/publisher/example.org/certs/subject_hashes"))
                .isNotEmptyDirectory();
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keystore",
                temporary.resolve("keys.p12").toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private Path certificate(String alias) throws Exception {
        return pem(alias, "CERTIFICATE", store().getCertificate(alias).getEncoded());
    }

    private Path key(String alias) throws Exception {
        return pem(
                alias,
                "PRIVATE KEY",
                store().getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private Path pem(String alias, String kind, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                temporary.resolve(alias + " " + kind),
                "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    private KeyStore store() throws Exception {
        return KeyStore.getInstance(temporary.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
    }

    private static String hash(String text) {
        return Digests.hex(Digests.sha1().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static CommandResult pkg(String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(List.of(words));
        CommandResult result = ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
        assertThat(result.exitStatus()).as(result.err()).isZero();
        return result;
    }

    private static List<String> authorities(Path root) throws IOException {
        return Files.readAllLines(root.resolve("var/pkg/pkg5.image")).stream()
                .filter(line -> line.contains("_ca_certs"))
                .toList();
    }

    /** Without the links by subject, which pkg(1) makes whenever it needs them. */
    private static Map<String, String> certificates(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(root.resolve("var/pkg/publisher/example.org/certs"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName() + " " + Files.getPosixFilePermissions(file), Files.readString(file));
            }
        }
        return files;
    }

    private static List<String> described(Path root) {
        return pkg("-R", root.toString(), "publisher", "example.org")
                .out()
                .lines()
                .filter(line -> line.contains("CAs:"))
                .toList();
    }
}
