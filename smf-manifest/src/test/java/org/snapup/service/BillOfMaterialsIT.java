package org.snapup.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.protocol.Json;

/** Each bill of materials lists what is in its folder of archives, by digest: nothing more, nothing less. */
class BillOfMaterialsIT {
    @ParameterizedTest
    @ValueSource(strings = {"client", "daemon"})
    void shouldListEveryArchive(String module) throws Exception {
        Path target = Path.of("..", module, "target");
        Map<String, Object> bom = Json.parse(Files.readAllBytes(target.resolve("snapup-" + module + ".cdx.json")));

        assertThat(bom).containsEntry("bomFormat", "CycloneDX").doesNotContainKey("serialNumber");
        Set<String> listed = new TreeSet<>();
        for (Map<?, ?> component : objects(bom.get("components"))) {
            assertThat(component.get("licenses"))
                    .as(component.get("purl") + " has a license")
                    .isNotNull();
            objects(component.get("hashes")).stream()
                    .filter(hash -> "SHA-256".equals(hash.get("alg")))
                    .forEach(hash -> listed.add(String.valueOf(hash.get("content"))));
        }
        Map<String, String> there = digests(target.resolve("lib"), "snapup-" + module + ".jar");
        assertThat(there).isNotEmpty();
        assertThat(listed).as(there.toString()).isEqualTo(new TreeSet<>(there.keySet()));
    }

    /** By digest, the names of the archives; the module's own is what the bill is of. */
    private static Map<String, String> digests(Path folder, String own) throws IOException, NoSuchAlgorithmException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !name.equals(own)) {
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    digests.put(HexFormat.of().formatHex(digest), name);
                }
            }
        }
        return digests;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> objects(@Nullable Object list) {
        assertThat(list).isInstanceOf(List.class);
        return (List<Map<?, ?>>) requireNonNull(list);
    }
}
