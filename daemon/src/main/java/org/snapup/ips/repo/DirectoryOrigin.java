package org.snapup.ips.repo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.fmri.Fmri;

/** A version 4 repository in a folder; its layout is drawn at {@link RepositoryLayout}. */
final class DirectoryOrigin implements Origin {
    private static final int SMALL_BYTES = 64 << 10;

    private final RepositoryLayout layout;
    private final RepositoryConfig config;

    /**
     * Opens it.
     *
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    DirectoryOrigin(Path root) {
        this.layout = new RepositoryLayout(root);
        this.config = RepositoryConfig.read(layout);
    }

    @Override
    public String location() {
        return layout.root().toString();
    }

    @Override
    public List<String> publishers() {
        return layout.publishers();
    }

    @Override
    public Optional<String> defaultPublisher() {
        return config.defaultPublisher()
                .or(() -> publishers().size() == 1 ? Optional.of(publishers().get(0)) : Optional.empty());
    }

    @Override
    public byte @Nullable [] catalogFile(String publisher, String name) {
        return CatalogFiles.in(layout.catalog(publisher), "of " + publisher + " at " + location())
                .read(name);
    }

    @Override
    public @Nullable InputStream manifest(Fmri fmri) throws IOException {
        return open(layout.manifest(fmri));
    }

    @Override
    public @Nullable InputStream file(String publisher, String hash) throws IOException {
        return open(layout.file(publisher, hash));
    }

    /** Small files, nearly all of them, are read at once: that is a third of the calls of reading them bit by bit. */
    private static @Nullable InputStream open(Path file) throws IOException {
        try {
            InputStream in = Files.newInputStream(file);
            byte[] start = readStart(in);
            if (start.length < SMALL_BYTES) {
                in.close();
                return new ByteArrayInputStream(start);
            }
            return new SequenceInputStream(new ByteArrayInputStream(start), in);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static byte[] readStart(InputStream in) throws IOException {
        try {
            return in.readNBytes(SMALL_BYTES);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
