package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.depot.TlsFiles;

/**
 * A key or certificate that an image keeps: of a client as {@code var/pkg/ssl/SHA1}, which it names as if its root were the
 * system's, of a CA that is approved as {@code var/pkg/publisher/PUBLISHER/certs/SHA1}.
 *
 * @param text PEM, written anew: whatever else was in the file that somebody named isn't kept
 * @param permissions a key is root's only
 */
record KeptFile(String text, int permissions) {
    static Optional<KeptFile> key(@Nullable String file) {
        return read(file, TlsFiles::key, 0600);
    }

    static Optional<KeptFile> certificate(@Nullable String file) {
        return read(file, TlsFiles::certificate, 0644);
    }

    /** The one certificate in a file, of a CA whose signatures are to count. */
    static KeptFile authority(String file) {
        return read(file, TlsFiles::authority, 0644)
                .orElseThrow(() -> IpsException.badInput("which certificate is to be approved? Its file is missing"));
    }

    /** Empty where nothing is named, or nothing is to be kept any more. */
    private static Optional<KeptFile> read(@Nullable String named, Function<Path, String> reader, int permissions) {
        if (named == null || named.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(named);
            if (file.isAbsolute()) {
                return Optional.of(new KeptFile(reader.apply(file), permissions));
            }
        } catch (InvalidPathException e) {
            // reported below
        }
        throw IpsException.badInput("'" + named + "' isn't the absolute path of a file");
    }

    private byte[] content() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The SHA-1 of its text. */
    String hash() {
        return Digests.hex(Digests.sha1().digest(content()));
    }

    String name() {
        return "/" + ImageLayout.TLS.resolve(hash());
    }

    void write(ImageFiles files) {
        write(files, ImageLayout.TLS);
    }

    void write(ImageFiles files, BytePath folder) {
        files.write(folder.resolve(hash()), content(), permissions);
    }
}
