package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.state.StateDatabase;

/** Reads which packages an image has and knows: from catalogs in folders, or in format 5 from a database. */
final class StateReader {
    private StateReader() {}

    static Catalog installed(ImageFiles files, ImageConfig config) {
        return config.hasDatabase()
                ? database(files, true, new HeapBudget())
                : Catalog.load(catalogFiles(files, StateWriter.current(files).resolve(ImageLayout.INSTALLED)));
    }

    static Catalog known(ImageFiles files, HeapBudget memory) {
        return hasDatabase(files)
                ? database(files, false, memory)
                : Catalog.load(catalogFiles(files, StateWriter.current(files).resolve(ImageLayout.KNOWN)), memory);
    }

    /** Whether there is an image, and it keeps its packages in a database. */
    static boolean hasDatabase(ImageFiles files) {
        return files.readText(ImageLayout.CONFIG)
                .map(text -> ImageConfig.parse(text).hasDatabase())
                .orElse(false);
    }

    /** An image that was never refreshed has no database yet. */
    private static Catalog database(ImageFiles files, boolean installedOnly, HeapBudget memory) {
        Optional<byte[]> content = files.read(StateWriter.current(files).resolve(ImageLayout.DATABASE.name()));
        CatalogWriter writer = new CatalogWriter(false, null, Instant.EPOCH);
        Map<String, byte[]> catalog = writer.encode(
                content.map(bytes -> StateDatabase.read(bytes, installedOnly)).orElse(List.of()));
        return Catalog.load(inMemory(catalog, ImageLayout.DATABASE.toString()), memory);
    }

    /** A catalog in the image, read whole so that it stays usable when the files are closed. */
    static CatalogFiles catalogFiles(ImageFiles files, BytePath directory) {
        Map<String, byte[]> contents = new HashMap<>();
        for (byte[] name : files.list(directory)) {
            files.read(directory.resolve(name))
                    .ifPresent(content -> contents.put(new String(name, StandardCharsets.UTF_8), content));
        }
        return inMemory(contents, directory.toString());
    }

    private static CatalogFiles inMemory(Map<String, byte[]> contents, String location) {
        return new CatalogFiles() {
            @Override
            public byte @Nullable [] read(String name) {
                return contents.get(name);
            }

            @Override
            public String location() {
                return location;
            }
        };
    }
}
