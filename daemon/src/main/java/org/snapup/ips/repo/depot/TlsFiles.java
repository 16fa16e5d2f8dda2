package org.snapup.ips.repo.depot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.PackageSource;

/** Whom https trusts and who we are, from the files that pkg(1) is told of. */
public final class TlsFiles {
    private static final int MAX_FILE_BYTES = 4 << 20;
    private static final char[] IN_MEMORY = {};

    private TlsFiles() {}

    /**
     * The key in a file, as PEM, and nothing else of it.
     *
     * @throws IpsException IO, BAD_INPUT where there is none that can be used
     */
    public static String key(Path file) {
        return pem("PRIVATE KEY", PemKey.read(file).getEncoded());
    }

    /**
     * The certificates in a file, as PEM, and nothing else of it.
     *
     * @throws IpsException IO, BAD_INPUT where there is none
     */
    public static String certificate(Path file) {
        StringBuilder text = new StringBuilder();
        try {
            for (Certificate certificate : chain(file)) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new IpsException(
                    IpsException.Kind.BAD_INPUT, "can't read the certificate " + file + ": " + e.getMessage(), e);
        }
        return text.toString();
    }

    /**
     * The certificate of a CA in a file, as PEM, and nothing else of it.
     *
     * @throws IpsException IO, BAD_INPUT where there isn't exactly one
     */
    public static String authority(Path file) {
        List<Certificate> found = List.copyOf(certificates(file));
        if (found.size() != 1) {
            throw IpsException.badInput("the file " + file + " has "
                    + (found.isEmpty() ? "no certificate" : found.size() + " certificates")
                    + "; it has to have one: that of the CA, as PEM");
        }
        try {
            return pem("CERTIFICATE", found.get(0).getEncoded());
        } catch (CertificateException e) {
            throw new IpsException(
                    IpsException.Kind.BAD_INPUT, "can't read the certificate " + file + ": " + e.getMessage(), e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private static List<Certificate> chain(Path file) {
        List<Certificate> chain = List.copyOf(certificates(file));
        if (chain.isEmpty()) {
            throw IpsException.badInput("the client's certificate " + file + " can't be used: there is no certificate"
                    + " in the file; it has to be PEM");
        }
        return chain;
    }

    /**
     * What a source names; null where that is nothing, and the runtime's own settings count.
     *
     * @throws IpsException IO, BAD_INPUT, naming the file
     */
    static @Nullable SSLContext of(PackageSource source) {
        Path folder = source.authorities().filter(Files::isDirectory).orElse(null);
        if (source.certificate().isEmpty() && source.key().isEmpty() && folder == null) {
            return null;
        }
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(client(source), folder == null ? null : trusting(folder), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't set up https for " + source.uri() + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager @Nullable [] client(PackageSource source) throws GeneralSecurityException, IOException {
        if (source.certificate().isEmpty() && source.key().isEmpty()) {
            return null;
        }
        if (source.certificate().isEmpty() || source.key().isEmpty()) {
            throw IpsException.badInput("a client's certificate needs a key, and a key a certificate: set both with"
                    + " set-publisher -k KEY -c CERTIFICATE");
        }
        List<Certificate> chain = chain(source.certificate().get());
        PrivateKey key = PemKey.read(source.key().get());
        KeyStore store = empty();
        store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(new Certificate[0]));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, IN_MEMORY);
        return managers.getKeyManagers();
    }

    private static TrustManager[] trusting(Path folder) throws GeneralSecurityException, IOException {
        Set<Certificate> trusted = new LinkedHashSet<>();
        for (Path file : files(folder)) {
            try {
                trusted.addAll(certificates(file));
            } catch (IpsException e) {
                // there may be other files in the folder, too
            }
        }
        if (trusted.isEmpty()) {
            throw IpsException.badInput("the folder " + folder + " has no certificates of authorities: put some there,"
                    + " or name another folder with set-property ca-path");
        }
        KeyStore store = empty();
        for (Certificate certificate : trusted) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    /** Each file once, however many links lead to it. */
    private static Set<Path> files(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.filter(Files::isRegularFile).sorted().toList();
        }
        Set<Path> files = new LinkedHashSet<>();
        for (Path entry : entries) {
            files.add(entry.toRealPath());
        }
        return files;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try {
            return new ArrayList<>(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file, "certificate"))));
        } catch (CertificateException e) {
            throw new IpsException(
                    IpsException.Kind.BAD_INPUT,
                    "can't read the certificate " + file + ": " + e.getMessage() + "; it has to be PEM",
                    e);
        }
    }

    /** Never of a device or a pipe, which may have no end. */
    static byte[] read(Path file, String what) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw IpsException.badInput("the " + what + " " + file + " can't be read: it is no ordinary file");
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw IpsException.badInput(file + " is too long for a " + what);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the " + what + " " + file + ": " + e, e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }
}
