package org.snapup.ips.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.CacheFile;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/** Brings a local copy of a publisher's catalog up to date. */
public final class CatalogCopy {
    private static final int ATTEMPTS = 3;
    private static final CatalogAttributes NOTHING = new CatalogAttributes("", "", 0, 0, Map.of(), Map.of());

    /** Several plans in one process may refresh the same copy: one at a time, and the others find it up to date. */
    private static final Map<Path, Object> REFRESHING = new ConcurrentHashMap<>();

    private final CatalogFiles source;
    private final Path copy;
    private final Path cache;
    private final HeapBudget whole;

    /**
     * One of several.
     *
     * @param cache that the copy is in, see {@link CacheFile}
     * @param whole what there is for all that the operation reads; given back when the copy is made
     */
    public CatalogCopy(CatalogFiles source, Path copy, Path cache, HeapBudget whole) {
        this.whole = whole;
        this.source = source;
        this.copy = copy;
        this.cache = cache;
    }

    /**
     * Makes the parts that changed out of the update logs, or fetches those that can't be made so, and checks them; then replaces files, {@code catalog.attrs} last. When the source
     * is published to meanwhile, its parts don't fit: then once more.
     *
     * @return false if the copy was up to date
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public boolean refresh() {
        synchronized (REFRESHING.computeIfAbsent(copy.toAbsolutePath().normalize(), path -> new Object())) {
            for (int attempt = 1; ; attempt++) {
                HeapBudget memory = whole.share();
                try {
                    return refreshOnce(memory);
                } catch (IpsException e) {
                    if (e.kind() != IpsException.Kind.CORRUPT || attempt == ATTEMPTS) {
                        throw e;
                    }
                } finally {
                    memory.release();
                }
            }
        }
    }

    private boolean refreshOnce(HeapBudget memory) {
        byte[] newText = read(CatalogAttributes.FILE);
        byte @Nullable [] oldText = CatalogFiles.in(copy).read(CatalogAttributes.FILE);
        if (Arrays.equals(newText, oldText)) {
            return false;
        }
        CatalogAttributes wanted = Catalog.loadAttributes(only(newText), memory);
        CatalogAttributes present = oldText == null ? NOTHING : attributes(oldText, memory);
        PartDelta delta = new PartDelta(source, present, wanted, memory);
        Map<String, byte[]> changed = new LinkedHashMap<>();
        wanted.parts().forEach((name, part) -> {
            byte @Nullable [] old = CatalogFiles.in(copy).read(name);
            if (old == null || !part.equals(present.parts().get(name))) {
                byte[] made =
                        old == null ? fetch(name, part) : delta.apply(name, old).orElseGet(() -> fetch(name, part));
                memory.take(made.length, "the catalog file " + source.location() + "/" + name);
                changed.put(name, made);
            }
        });
        try {
            changed.forEach((name, bytes) -> CacheFile.replace(cache, copy.resolve(name), bytes));
            CacheFile.replace(cache, copy.resolve(CatalogAttributes.FILE), newText);
            for (String name : present.parts().keySet()) {
                if (!wanted.parts().containsKey(name)) {
                    Files.deleteIfExists(copy.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't write the catalog folder " + copy + ": " + e, e);
        }
        return true;
    }

    // A damaged copy is fetched again as a whole.
    private CatalogAttributes attributes(byte[] text, HeapBudget memory) {
        try {
            return Catalog.loadAttributes(only(text), memory);
        } catch (IpsException e) {
            return NOTHING;
        }
    }

    private byte[] fetch(String name, CatalogAttributes.Part part) {
        byte[] bytes = read(name);
        new SignedJson(bytes, source.location() + "/" + name).verify(part.signature());
        return bytes;
    }

    private byte[] read(String name) {
        byte[] bytes = source.read(name);
        if (bytes == null) {
            throw IpsException.notFound("the catalog " + source.location() + " has no file " + name
                    + "; check the location, or rebuild the repository");
        }
        return bytes;
    }

    private CatalogFiles only(byte[] attributes) {
        return new CatalogFiles() {
            @Override
            public byte @Nullable [] read(String name) {
                return name.equals(CatalogAttributes.FILE) ? attributes : null;
            }

            @Override
            public String location() {
                return source.location();
            }
        };
    }
}
