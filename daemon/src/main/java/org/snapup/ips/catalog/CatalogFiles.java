package org.snapup.ips.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.WholeStream;

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
        return in(directory, directory.toString());
    }

    /**
     * The files in {@code directory}.
     *
     * @param location named in errors
     */
    static CatalogFiles in(Path directory, String location) {
        return new CatalogFiles() {
            @Override
            public byte @Nullable [] read(String name) {
                try (InputStream file = Files.newInputStream(directory.resolve(name))) {
                    int limit = HeapBudget.fileBytes();
                    byte[] bytes =
                            Files.size(directory.resolve(name)) > limit ? null : WholeStream.read(file, limit + 1);
                    if (bytes == null || bytes.length > limit) {
                        throw HeapBudget.tooLarge("the catalog file " + location + "/" + name);
                    }
                    return bytes;
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
                return location;
            }
        };
    }
}
