package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogAttributes;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.CatalogUpdate;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PublisherProperties;
import org.snapup.ips.repo.RepositoryConfig;
import org.snapup.ips.repo.RepositoryLayout;

/** Makes and changes version 4 repositories in folders, such that pkg(1) and pkgrepo(1) can go on with them. */
public final class RepositoryWriter {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RepositoryLayout layout;
    private final Clock clock;
    private final Duration patience;

    private RepositoryWriter(Path root, Clock clock, Duration patience) {
        this.layout = new RepositoryLayout(root);
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Makes an empty repository.
     *
     * @param defaultPublisher set as default and added, if there is one
     * @throws IpsException CONFLICT if the folder has anything in it, BAD_INPUT, IO
     */
    public static RepositoryWriter create(Path root, @Nullable String defaultPublisher) {
        RepositoryWriter writer = new RepositoryWriter(root, Clock.systemUTC(), PATIENCE);
        if (defaultPublisher != null) {
            writer.layout.publisher(defaultPublisher); // refuses bad names before anything is made
        }
        try {
            if (Files.exists(root) && !isEmptyFolder(root)) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "can't make a repository at " + root + ": something is there; name another folder");
            }
            Files.createDirectories(writer.layout.publisherRoot());
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't make a repository at " + root + ": " + e + "; check free space and permissions",
                    e);
        }
        RepositoryConfig.initial().write(writer.layout);
        if (defaultPublisher != null) {
            writer.setDefaultPublisher(defaultPublisher);
        }
        return writer;
    }

    private static boolean isEmptyFolder(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return false;
        }
        try (Stream<Path> children = Files.list(root)) {
            return children.findAny().isEmpty();
        }
    }

    /**
     * Opens one that is there.
     *
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    public static RepositoryWriter open(Path root) {
        return open(root, Clock.systemUTC());
    }

    static RepositoryWriter open(Path root, Clock clock) {
        return open(root, clock, PATIENCE);
    }

    /** @param patience how long publishing waits for somebody else who writes */
    static RepositoryWriter open(Path root, Clock clock, Duration patience) {
        RepositoryWriter writer = new RepositoryWriter(root, clock, patience);
        RepositoryConfig.read(writer.layout);
        return writer;
    }

    RepositoryLayout layout() {
        return layout;
    }

    /** Waits for the lock of a publisher. */
    PublisherLock lock(String publisher) {
        return PublisherLock.take(layout, publisher, patience);
    }

    /** A change of a publisher's catalog, for whoever holds its lock. */
    CatalogUpdate update(String publisher) {
        return new CatalogUpdate(layout.catalog(publisher), now());
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Adds a publisher without packages; one that is there stays.
     *
     * @throws IpsException BAD_INPUT, IO
     */
    public void addPublisher(String publisher) {
        Path home = layout.publisher(publisher);
        try {
            for (String folder : List.of("catalog", "file", "index", "pkg", "tmp")) {
                Files.createDirectories(home.resolve(folder));
            }
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't add " + publisher + " to " + layout.root() + ": " + e + "; check free space and permissions",
                    e);
        }
        try (PublisherLock lock = lock(publisher)) {
            if (!Files.exists(layout.catalog(publisher).resolve(CatalogAttributes.FILE))) {
                new CatalogWriter(true, null, now()).write(layout.catalog(publisher), List.of());
            }
        }
    }

    /** Its folder. */
    public Path root() {
        return layout.root();
    }

    /** Its publishers, sorted. */
    public List<String> publishers() {
        return layout.publishers();
    }

    /**
     * Sets properties of a publisher, all or none; one that isn't there is added.
     *
     * @param values by section and name, {@code repository/origins} for example
     * @throws IpsException BAD_INPUT for one that can't be set, LOCKED, CORRUPT, IO
     */
    public void setPublisherProperties(String publisher, Map<String, List<String>> values) {
        PublisherProperties changed = PublisherProperties.read(layout, publisher);
        set(changed, values);
        addPublisher(publisher);
        try (PublisherLock lock = PublisherLock.take(layout, publisher)) {
            changed = PublisherProperties.read(layout, publisher);
            set(changed, values);
            changed.write(layout);
        }
    }

    private static void set(PublisherProperties properties, Map<String, List<String>> values) {
        values.forEach((name, value) -> {
            int slash = name.lastIndexOf('/');
            properties.set(name.substring(0, slash), name.substring(slash + 1), value);
        });
    }

    /**
     * Sets a property of the repository; {@code publisher/prefix} also adds that publisher, and when empty names none.
     *
     * @throws IpsException BAD_INPUT for one that can't be set, or a value with a line end; IO
     */
    public void setProperty(String section, String property, String value) {
        if (section.equals("publisher") && property.equals("prefix")) {
            if (value.isEmpty()) {
                RepositoryConfig.read(layout).with(section, property, value).write(layout);
            } else {
                setDefaultPublisher(value);
            }
            return;
        }
        if (!section.equals("repository") || property.equals("version") || !property.matches("[a-z][a-z0-9-]*")) {
            throw IpsException.badInput("the property " + section + "/" + property
                    + " can't be set: there are publisher/prefix and those of the section repository but its version");
        }
        if (value.indexOf('\n') >= 0) {
            throw IpsException.badInput("the value of " + section + "/" + property + " has to be one line");
        }
        RepositoryConfig.read(layout)
                .with(section, property, checked(property, value))
                .write(layout);
    }

    // pkg(1) and its tools read nothing from a repository that has another value in one of these.
    private static String checked(String property, String value) {
        return switch (property) {
            case "check-certificate-revocation" ->
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "true" -> "True";
                    case "false", "" -> "False";
                    default -> throw IpsException.badInput(property + " is True or False, not '" + value + "'");
                };
            case "signature-required-names" -> {
                if (!value.isEmpty() && !value.matches("\\[('[^'\\\\]*'(, '[^'\\\\]*')*)?]")) {
                    throw IpsException.badInput(property + " is a list of names, (a b), without quotes in them");
                }
                yield value.isEmpty() ? "[]" : value;
            }
            default -> value;
        };
    }

    /**
     * Names the publisher that is meant when none is named, and adds it.
     *
     * @throws IpsException BAD_INPUT, IO
     */
    public void setDefaultPublisher(String publisher) {
        addPublisher(publisher);
        RepositoryConfig.read(layout).with("publisher", "prefix", publisher).write(layout);
    }

    /**
     * Makes a publisher's catalog of the manifests that are there.
     *
     * @param anew everything is read, and clients fetch everything, and a search index goes, for it is of the old catalog;
     *     else only manifests that the catalog lacks are added; where there is no catalog, that is the same
     * @return how many packages were added; all of them for {@code anew}
     * @throws IpsException BAD_INPUT, CORRUPT (then nothing was changed), LOCKED, IO
     */
    public int catalogue(String publisher, boolean anew) {
        requirePublisher(publisher);
        Path folder = layout.catalog(publisher);
        try (PublisherLock lock = PublisherLock.take(layout, publisher)) {
            boolean missing = !Files.exists(folder.resolve(CatalogAttributes.FILE));
            Catalog old = anew || missing ? null : Catalog.load(folder);
            List<CatalogRecord> added = new ArrayList<>();
            for (Fmri fmri : layout.manifests(publisher)) {
                if (old == null || old.find(fmri).isEmpty()) {
                    byte[] bytes = readManifest(fmri);
                    added.add(CatalogRecord.of(fmri, parse(fmri, bytes), bytes));
                }
            }
            if (anew || missing) {
                if (!Files.exists(layout.config())) {
                    RepositoryConfig.read(layout).write(layout);
                }
                PackageRemoval.deleteAll(layout.publisher(publisher).resolve("index"));
                Files.createDirectories(folder);
                new CatalogWriter(true, null, now()).write(folder, added);
            } else {
                update(publisher).apply(added, List.of());
            }
            return added.size();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't prepare " + folder + ": " + e, e);
        }
    }

    /** A manifest that is stored. @throws IpsException CORRUPT */
    Manifest parse(Fmri fmri, byte[] bytes) {
        try {
            return Manifest.parse(bytes, layout.manifest(fmri).toString());
        } catch (IpsException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    e.getMessage() + "\nPut what is damaged aside with: snapup-repo fix -s " + layout.root(),
                    e);
        }
    }

    byte[] readManifest(Fmri fmri) {
        try {
            return Files.readAllBytes(layout.manifest(fmri));
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the manifest of " + fmri + ": " + e, e);
        }
    }

    private void requirePublisher(String publisher) {
        if (!layout.publishers().contains(publisher)) {
            throw IpsException.notFound("the repository " + layout.root() + " has no publisher " + publisher
                    + "; it has " + String.join(", ", layout.publishers()));
        }
    }

    /**
     * Removes a publisher with all its packages. It is gone at once; its files are deleted after that.
     *
     * @throws IpsException NOT_FOUND, LOCKED, IO
     */
    public void removePublisher(String publisher) {
        requirePublisher(publisher);
        Path removed = layout.publisherRoot().resolve(".removed-" + publisher);
        try (PublisherLock lock = PublisherLock.take(layout, publisher)) {
            deleteTree(removed); // of an attempt that was cut off
            DurableFiles.rename(layout.publisher(publisher), removed);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't remove " + publisher + " from " + layout.root() + ": " + e, e);
        }
        RepositoryConfig config = RepositoryConfig.read(layout);
        if (config.defaultPublisher().filter(publisher::equals).isPresent()) {
            config.with("publisher", "prefix", "").write(layout);
        }
        try {
            deleteTree(removed);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    publisher + " was removed from " + layout.root() + ", but its files can't be deleted: " + e
                            + "; delete " + removed,
                    e);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Publishes packages: all are checked before the first is stored, and they appear together, publisher by publisher.
     *
     * @param publisher of packages that name none; null means the repository's default
     * @return their full names, in the same order
     * @throws IpsException BAD_INPUT, NOT_FOUND (a file), CONFLICT (the version is there), LOCKED, IO
     */
    public List<Fmri> publish(List<Publication> publications, @Nullable String publisher) {
        return publish(publications, publisher, true);
    }

    /**
     * As {@link #publish(List, String)}.
     *
     * @param listed false leaves the catalog as it is, until {@link #catalogue} adds the packages to it
     */
    public List<Fmri> publish(List<Publication> publications, @Nullable String publisher, boolean listed) {
        return new PackagePublisher(this).publish(publications, publisher, listed);
    }
}
