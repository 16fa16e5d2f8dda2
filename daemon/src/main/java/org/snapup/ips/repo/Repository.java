package org.snapup.ips.repo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.WholeStream;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogCopy;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.fmri.Fmri;

/**
 * Packages from an origin, each byte checked: catalogs against their signatures, manifests against the catalog,
 * payloads against their actions. Errors name the package, the file and the origin. Safe for use by several threads.
 */
public final class Repository implements Closeable {

    private final Origin origin;

    private Repository(Origin origin) {
        this.origin = origin;
    }

    /** Reads from any origin; closing the repository closes it. */
    public static Repository of(Origin origin) {
        return new Repository(origin);
    }

    /**
     * Opens what a user names: a folder or a package archive, by its path or a {@code file:} URI, or a depot by {@code http:} or {@code https:}.
     *
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    public static Repository open(String location) {
        return open(PackageSource.of(location));
    }

    /**
     * Opens a folder, an archive or a depot.
     *
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    public static Repository open(PackageSource source) {
        return open(source, new HeapBudget());
    }

    /** As {@link #open(PackageSource)}, one of several that share what memory there is; closing it gives back its share. */
    public static Repository open(PackageSource source, HeapBudget memory) {
        return new Repository(Locations.open(source, memory));
    }

    /** Whether a location is a folder or a file, and not asked over a network. */
    public static boolean isLocal(String location) {
        return location.startsWith("file:") || location.startsWith("/");
    }

    /** Where it is, without secrets. */
    public String location() {
        return origin.location();
    }

    /** The prefixes of its publishers, sorted. */
    public List<String> publishers() {
        return origin.publishers();
    }

    /** The publisher that is meant when none is named. */
    public Optional<String> defaultPublisher() {
        return origin.defaultPublisher();
    }

    /** The properties of the repository, by section and name; empty where it has none. @throws IpsException IO, CORRUPT */
    public Map<String, Map<String, String>> properties() {
        return origin.properties();
    }

    /** What clients are told of a publisher, by section and name. @throws IpsException BAD_INPUT, IO, CORRUPT */
    public List<PublisherProperty> publisherProperties(String publisher) {
        checkPublisher(publisher);
        return origin.publisherProperties(publisher);
    }

    /**
     * Reads a publisher's catalog, straight from the origin.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public Catalog catalog(String publisher) {
        return catalog(publisher, new HeapBudget());
    }

    /** As {@link #catalog(String)}, one of several that share what memory there is. */
    public Catalog catalog(String publisher, HeapBudget memory) {
        return Catalog.load(catalogFiles(publisher), memory);
    }

    private CatalogFiles catalogFiles(String publisher) {
        checkPublisher(publisher);
        return new CatalogFiles() {
            @Override
            public byte @Nullable [] read(String name) {
                return origin.catalogFile(publisher, name);
            }

            @Override
            public String location() {
                return "of " + publisher + " at " + origin.location();
            }
        };
    }

    /**
     * Brings a copy of a publisher's catalog up to date: parts that changed are fetched and checked before any file is
     * replaced, {@code catalog.attrs} last. A folder that doesn't exist is made.
     *
     * @param cache that the copy is in
     * @param memory what there is for all that the operation reads
     * @return false if the copy was up to date
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO; then the copy is as it was
     */
    public boolean refreshCatalog(String publisher, Path copy, Path cache, HeapBudget memory) {
        return new CatalogCopy(catalogFiles(publisher), copy, cache, memory).refresh();
    }

    /**
     * The manifest as it is stored.
     *
     * @param signature its SHA-1 by the catalog; null leaves it unchecked
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    public byte[] manifestBytes(Fmri fmri, @Nullable String signature) {
        checkPublisher(fmri.requirePublisher());
        byte[] bytes;
        try (InputStream in = origin.manifest(fmri)) {
            if (in == null) {
                throw IpsException.notFound("there is no manifest of " + fmri + " at " + location()
                        + "; refresh, or have its repository rebuilt");
            }
            bytes = WholeStream.read(in, ManifestText.LIMIT + 1);
        } catch (InterruptedIOException e) {
            throw cancelled(fmri, e);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't read the manifest of " + fmri + " from " + location() + ": " + e, e);
        }
        if (bytes.length > ManifestText.LIMIT) {
            throw IpsException.corrupt("the manifest of " + fmri + " at " + location() + " is longer than "
                    + ManifestText.LIMIT + " bytes; this is no manifest");
        }
        if (signature != null && !Digests.same(Digests.sha1().digest(bytes), signature)) {
            throw IpsException.corrupt(
                    "the manifest of " + fmri + " from " + location() + " is damaged: it has the SHA-1 "
                            + Manifest.signature(bytes) + ", and the catalog says " + signature
                            + "; refresh, and if that doesn't help, have its repository rebuilt");
        }
        return bytes;
    }

    /**
     * The manifest of a package with publisher and version.
     *
     * @param signature its SHA-1 by the catalog; null leaves it unchecked
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT, IO
     */
    public Manifest manifest(Fmri fmri, @Nullable String signature, ActionFilter filter) {
        byte[] bytes = manifestBytes(fmri, signature);
        return Manifest.parse(bytes, "the manifest of " + fmri + " from " + location(), filter);
    }

    /**
     * Unpacks the payload of a file, license or signature action into {@code out}, which stays open. What has been
     * written counts only when this returns.
     *
     * @throws IpsException NOT_FOUND, CORRUPT (wrong hash, wrong size, broken gzip), BAD_INPUT (no hash), IO
     */
    public void payload(Fmri fmri, Action action, OutputStream out) {
        try (Unpacker unpacker = new Unpacker()) {
            payload(fmri, action, Channels.newChannel(out), unpacker);
        }
    }

    /** As {@link #payload(Fmri, Action, OutputStream)}, for many. */
    public void payload(Fmri fmri, Action action, WritableByteChannel out, Unpacker unpacker) {
        fetch(fmri, action, stored -> unpack(fmri, action, stored, out, unpacker));
    }

    /**
     * As {@link #payload}, but writes what is stored, compressed as it is: for another repository.
     *
     * @throws IpsException as {@link #payload} does
     */
    public void storedPayload(Fmri fmri, Action action, OutputStream out) {
        try (Unpacker unpacker = new Unpacker()) {
            WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream());
            fetch(fmri, action, stored -> unpack(fmri, action, new Tee(stored, out), nowhere, unpacker));
        }
    }

    private interface Use {
        void of(ReadableByteChannel stored) throws IOException;
    }

    private void fetch(Fmri fmri, Action action, Use use) {
        String publisher = fmri.requirePublisher();
        checkPublisher(publisher);
        String hash = PayloadCheck.name(action);
        try (ReadableByteChannel stored = origin.file(publisher, hash)) {
            if (stored == null) {
                throw IpsException.notFound("the file " + describe(action, hash) + " of " + fmri + " is missing at "
                        + location() + "; try again later, or have its repository repaired");
            }
            use.of(stored);
        } catch (InterruptedIOException e) {
            throw cancelled(fmri, e);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't copy the file " + describe(action, hash) + " of " + fmri + " from " + location() + ": " + e,
                    e);
        }
    }

    private void unpack(
            Fmri fmri, Action action, ReadableByteChannel stored, WritableByteChannel out, Unpacker unpacker)
            throws IOException {
        String problem = unpacker.unpack(stored, action, out);
        if (problem != null) {
            throw IpsException.corrupt("the file " + describe(action, PayloadCheck.name(action)) + " of " + fmri
                    + " from " + location() + " is damaged: " + problem
                    + "; try again, and if that doesn't help, have its repository repaired");
        }
    }

    /** Writes down what is read. */
    private static final class Tee implements ReadableByteChannel {
        private final ReadableByteChannel in;
        private final WritableByteChannel copy;

        Tee(ReadableByteChannel in, OutputStream copy) {
            this.in = in;
            this.copy = Channels.newChannel(copy);
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int from = buffer.position();
            int count = in.read(buffer);
            if (count > 0) {
                copy.write(buffer.duplicate().flip().position(from));
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() {
            // whoever opened them closes both
        }
    }

    private IpsException cancelled(Fmri fmri, InterruptedIOException cause) {
        return new IpsException(IpsException.Kind.CANCELLED, "stopped fetching " + fmri + " from " + location(), cause);
    }

    private static String describe(Action action, String hash) {
        @Nullable String key = action.key();
        return (key == null ? action.kind().text() : key) + " (" + hash + ")";
    }

    private static void checkPublisher(String publisher) {
        if (!Fmri.isPublisher(publisher)) {
            throw IpsException.badInput("'" + publisher + "' is not a publisher: it starts with a letter or digit and"
                    + " goes on with letters, digits and . - _");
        }
    }

    /**
     * Lets an origin that can do so search in a publisher's packages.
     *
     * @param query as depots take it in {@code search/1}
     * @return its answer as it came, closed by the caller; empty where the origin can't search
     * @throws IpsException IO
     */
    public Optional<InputStream> search(String publisher, String query) {
        checkPublisher(publisher);
        return Optional.ofNullable(origin.search(publisher, query));
    }

    /** The folder that a path or a {@code file:} URI means. @throws IpsException BAD_INPUT if it is no folder */
    public static Path folder(String location) {
        return Locations.folder(location);
    }

    @Override
    public void close() {
        try {
            origin.close();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't close " + location() + ": " + e, e);
        }
    }
}
