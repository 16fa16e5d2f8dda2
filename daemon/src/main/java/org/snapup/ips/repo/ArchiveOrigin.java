package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.fmri.Fmri;

/**
 * A package archive, {@code .p5p}: a tar file with the layout of {@link RepositoryLayout} and without catalogs, which
 * are made of the manifests when they are asked for.
 */
final class ArchiveOrigin implements Origin {
    private static final String CONFIG = "pkg5.repository";
    private static final String HOME = "publisher/";
    private static final int MAX_MANIFEST =
            (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

    private final Path file;
    private final FileChannel channel;
    private final HeapBudget memory;
    private final TarIndex index;
    private final Instant modified;
    private final Optional<String> defaultPublisher;
    private final Map<String, Map<String, byte[]>> catalogs = new HashMap<>();

    private ArchiveOrigin(Path file, FileChannel channel, HeapBudget memory) throws IOException {
        this.file = file;
        this.channel = channel;
        this.memory = memory;
        this.index = TarIndex.read(channel, file.toString(), memory);
        this.modified = Files.getLastModifiedTime(file).toInstant();
        try (InputStream config = index.open(CONFIG)) {
            if (config == null) {
                throw IpsException.badInput(file + " is no package archive: " + CONFIG + " is missing in it");
            }
            String text = new String(config.readNBytes(1 << 20), StandardCharsets.UTF_8);
            this.defaultPublisher = RepositoryConfig.parse(text).defaultPublisher();
        }
    }

    /**
     * Opens it; close it to let go of the file and the memory.
     *
     * @param whole what memory there is for all that the operation reads
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    static ArchiveOrigin open(Path file, HeapBudget whole) {
        HeapBudget memory = whole.share();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new ArchiveOrigin(file, channel, memory);
            } catch (IOException | IpsException e) {
                memory.release();
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new IpsException(IpsException.Kind.NOT_FOUND, "there is no package archive " + file, e);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the package archive " + file + ": " + e, e);
        }
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public List<String> publishers() {
        TreeSet<String> publishers = new TreeSet<>();
        for (String name : index.files().keySet()) {
            int slash = name.startsWith(HOME) ? name.indexOf('/', HOME.length()) : -1;
            if (slash > 0 && Fmri.isPublisher(name.substring(HOME.length(), slash))) {
                publishers.add(name.substring(HOME.length(), slash));
            }
        }
        return List.copyOf(publishers);
    }

    @Override
    public Optional<String> defaultPublisher() {
        List<String> publishers = publishers();
        return defaultPublisher.or(() -> publishers.size() == 1 ? Optional.of(publishers.get(0)) : Optional.empty());
    }

    @Override
    public synchronized byte @Nullable [] catalogFile(String publisher, String name) {
        Map<String, byte[]> catalog = catalogs.get(publisher);
        if (catalog == null) {
            List<CatalogRecord> records = records(publisher);
            catalog = records.isEmpty() ? Map.of() : new CatalogWriter(true, null, modified).encode(records);
            catalogs.put(publisher, catalog);
        }
        return catalog.get(name);
    }

    private List<CatalogRecord> records(String publisher) {
        String home = HOME + publisher + "/pkg/";
        List<CatalogRecord> records = new ArrayList<>();
        for (String name : index.files().tailMap(home).keySet()) {
            if (!name.startsWith(home)) {
                break;
            }
            CatalogRecord record = record(publisher, name, name.substring(home.length()));
            memory.take(size(record), "the package archive " + file);
            records.add(record);
        }
        return records;
    }

    /** Bytes of heap, about: what was read, and the catalog that is made of it. */
    private static long size(CatalogRecord record) {
        Stream<String> lines = Stream.concat(
                record.dependency().stream(), record.summary().values().stream().flatMap(List::stream));
        return HeapBudget.VERSION
                + lines.mapToLong(line -> HeapBudget.STRING + 4L * line.length())
                        .sum();
    }

    private CatalogRecord record(String publisher, String name, String path) {
        try (InputStream in = Objects.requireNonNull(index.open(name))) {
            byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
            if (bytes.length > MAX_MANIFEST) {
                throw IpsException.corrupt(
                        name + " in " + file + " is longer than " + MAX_MANIFEST + " bytes; this is no manifest");
            }
            Fmri fmri = fmri(publisher, name, path);
            return CatalogRecord.of(fmri, Manifest.parse(bytes, name + " in " + file), bytes);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + name + " in " + file + ": " + e, e);
        }
    }

    private Fmri fmri(String publisher, String name, String path) {
        try {
            return Fmri.ofDirPath(publisher, path);
        } catch (IpsException e) {
            throw new IpsException(
                    e.kind(),
                    "the package archive " + file + " has the entry '" + name + "', which stands for no package: "
                            + e.getMessage() + "; have it made again",
                    e);
        }
    }

    @Override
    public @Nullable InputStream manifest(Fmri fmri) {
        return index.open(HOME + fmri.requirePublisher() + "/pkg/" + fmri.dirPath());
    }

    @Override
    public @Nullable ReadableByteChannel file(String publisher, String hash) {
        InputStream in = index.open(HOME + publisher + "/file/" + hash.substring(0, 2) + "/" + hash);
        return in == null ? null : Channels.newChannel(in);
    }

    @Override
    public void close() throws IOException {
        memory.release();
        channel.close();
    }
}
