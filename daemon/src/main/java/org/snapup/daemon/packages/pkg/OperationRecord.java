package org.snapup.daemon.packages.pkg;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snapup.ips.CacheFile;
import org.snapup.ips.IpsException;

/**
 * What has to be known of the world before pkg(1) changes it, so that one can tell afterwards what it did. Written into
 * the engine's folder of the daemon's cache as {@code operation.json}, durably, before the first change; there is one,
 * of the last operation.
 *
 * @param root the image
 * @param verb the subcommand
 * @param boot tells this boot of the machine from others
 * @param startedMillis since the epoch
 * @param settings how the image was configured
 * @param before what was installed: FMRIs by name
 * @param after what is to be
 * @param changed FMRIs of the packages that change, as they are afterwards
 * @param footprint what was at each path that may be touched
 */
record OperationRecord(
        String root,
        String verb,
        String boot,
        long startedMillis,
        String settings,
        Map<String, String> before,
        Map<String, String> after,
        List<String> changed,
        Map<String, String> footprint) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    OperationRecord {
        before = new TreeMap<>(before);
        after = new TreeMap<>(after);
        changed = List.copyOf(changed);
    }

    private static Path file(Path folder) {
        return folder.resolve("operation.json");
    }

    /** Puts it into the engine's folder in a cache; it is on the disk when this returns. */
    void save(Path cache, Path folder) {
        try {
            CacheFile.replace(cache, file(folder), JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't write what is known before the change into " + folder + ": " + e + "; nothing was changed",
                    e);
        }
    }

    /** The last one, empty where there is none that can be read. */
    static Optional<OperationRecord> load(Path folder) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file(folder)), OperationRecord.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Instant started() {
        return Instant.ofEpochMilli(startedMillis);
    }

    /** Another text after every boot; where the system has none, the start of its first process. */
    static String thisBoot() {
        try {
            return Files.readString(BOOT, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return ProcessHandle.of(1)
                    .flatMap(first -> first.info().startInstant())
                    .map(Instant::toString)
                    .orElse("");
        }
    }

    boolean isOfThisBoot() {
        return !boot.isEmpty() && boot.equals(thisBoot());
    }
}
