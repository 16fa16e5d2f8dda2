package org.snapup.ips.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** Where the files of a catalog come from: a folder, a depot, an archive. */
public interface CatalogFiles {
    /**
     * The bytes of {@code catalog.attrs} or of a part that it names; null if there is no such file.
     *
     * @throws IpsException IO, CORRUPT
     */
    byte @Nullable [] read(String name);

    /** Named in errors. */
    String location();

    /** The files in {@code directory}. */
    static CatalogFiles in(Path directory) {
        return new CatalogFiles() {
            @Override
            public byte @Nullable [] read(String name) {
                try {
                    return Files.readAllBytes(directory.resolve(name));
                } catch (NoSuchFileException e) {
                    return null;
                } catch (IOException e) {
                    throw new IpsException(
                            IpsException.Kind.IO,
                            "can't read the catalog file " + directory.resolve(name) + ": " + e,
                            e);
                }
            }

            @Override
            public String location() {
                return directory.toString();
            }
        };
    }
}
