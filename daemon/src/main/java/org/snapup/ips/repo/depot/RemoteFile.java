package org.snapup.ips.repo.depot;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.PackageSource;

/** A small file that something names by a URI, beside repositories: a revocation list. */
public final class RemoteFile {
    private static final int MAX_BYTES = 16 << 20;

    /** Nothing depends on it so much that it would be waited for. */
    private static final DepotClient.Retry IMPATIENT =
            new DepotClient.Retry(2, Duration.ofMillis(250), Duration.ofSeconds(10));

    private RemoteFile() {}

    /**
     * Reads it.
     *
     * @param uri of the scheme file, http or https
     * @param environment where proxies may be named
     * @throws IpsException NOT_FOUND, IO, BAD_INPUT for another scheme, for what is no ordinary file, or is longer than 16 MiB
     */
    public static byte[] read(String uri, Map<String, String> environment) {
        try {
            URI parsed = new URI(uri);
            return "file".equalsIgnoreCase(parsed.getScheme()) ? local(Path.of(parsed)) : remote(uri, environment);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IpsException(IpsException.Kind.BAD_INPUT, "'" + uri + "' is no place that can be read", e);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + uri + ": " + e, e);
        }
    }

    private static byte[] local(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw IpsException.notFound("there is no file " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw IpsException.badInput(file + " is no ordinary file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return limited(in, file.toString());
        }
    }

    private static byte[] remote(String uri, Map<String, String> environment) throws IOException {
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        String base = slash < 0 ? uri : uri.substring(0, slash);
        DepotClient client = new DepotClient(PackageSource.of(base + "/"), IMPATIENT, environment);
        @Nullable InputStream answer = client.get(slash < 0 ? "" : uri.substring(slash + 1));
        if (answer == null) {
            throw IpsException.notFound("there is nothing at " + uri);
        }
        try (InputStream in = answer) {
            return limited(in, uri);
        }
    }

    private static byte[] limited(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw IpsException.badInput(name + " is longer than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }
}
