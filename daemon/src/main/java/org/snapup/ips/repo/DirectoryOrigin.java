package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogAttributes;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.fmri.Fmri;

/** A version 4 repository in a folder; its layout is drawn at {@link RepositoryLayout}. */
final class DirectoryOrigin implements Origin {
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
    public Map<String, Map<String, String>> properties() {
        return config.properties();
    }

    @Override
    public List<PublisherProperty> publisherProperties(String publisher) {
        return PublisherProperties.read(layout, publisher).all();
    }

    @Override
    public byte @Nullable [] catalogFile(String publisher, String name) {
        byte[] file = CatalogFiles.in(layout.catalog(publisher), "of " + publisher + " at " + location())
                .read(name);
        return file == null && isUnused(publisher) ? empty(publisher).get(name) : file;
    }

    // One that was only begun to be added, or whose folder somebody made: pkg(1) reads it as a publisher without
    // packages.
    private boolean isUnused(String publisher) {
        return Files.isDirectory(layout.publisher(publisher))
                && !Files.exists(layout.catalog(publisher).resolve(CatalogAttributes.FILE))
                && layout.manifests(publisher).isEmpty();
    }

    private Map<String, byte[]> empty(String publisher) {
        try {
            FileTime made = Files.getLastModifiedTime(layout.publisher(publisher));
            return new CatalogWriter(true, null, made.toInstant()).encode(List.of());
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + layout.publisher(publisher) + ": " + e, e);
        }
    }

    @Override
    public @Nullable InputStream manifest(Fmri fmri) throws IOException {
        try {
            return Files.newInputStream(layout.manifest(fmri));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public @Nullable ReadableByteChannel file(String publisher, String hash) throws IOException {
        try {
            return FileChannel.open(layout.file(publisher, hash));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
