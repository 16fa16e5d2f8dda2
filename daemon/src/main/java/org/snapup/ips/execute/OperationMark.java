package org.snapup.ips.execute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.snapup.ips.CacheFile;
import org.snapup.ips.IpsException;

/** The name of the operation that was begun last with a cache, durable before the operation changes anything. */
final class OperationMark {
    private final Path cache;
    private final Path file;

    OperationMark(Path cache) {
        this.cache = cache;
        this.file = cache.resolve("operation");
    }

    /** Names a new operation. */
    String renew() {
        String id = UUID.randomUUID().toString();
        CacheFile.replace(cache, file, id.getBytes(StandardCharsets.US_ASCII));
        return id;
    }

    Optional<String> read() {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + file + ": " + e, e);
        }
    }
}
