package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PackageContents;
import org.snapup.ips.repo.PayloadCheck;
import org.snapup.ips.repo.RepositoryLayout;

/**
 * Takes packages out of a repository: first out of the catalog, so that no client is led to what is gone, then manifests,
 * then contents that no other package of the publisher has. A search index goes too, for it would find them.
 */
public final class PackageRemoval {
    private final RepositoryWriter writer;
    private final RepositoryLayout layout;

    public PackageRemoval(RepositoryWriter writer) {
        this.writer = writer;
        this.layout = writer.layout();
    }

    /**
     * Removes packages of one publisher.
     *
     * @throws IpsException NOT_FOUND if one isn't there, CORRUPT, LOCKED: then nothing was removed; IO
     */
    public void remove(String publisher, Collection<Fmri> packages) {
        try (PublisherLock lock = PublisherLock.take(layout, publisher)) {
            Catalog catalog = Catalog.load(layout.catalog(publisher));
            List<CatalogRecord> records = new ArrayList<>();
            for (Fmri fmri : packages) {
                CatalogEntry entry = catalog.find(fmri)
                        .orElseThrow(() -> IpsException.notFound("there is no " + fmri + " in " + layout.root()));
                records.add(catalog.record(entry));
            }
            Set<Fmri> removed = Set.copyOf(packages);
            Set<String> unused = new HashSet<>();
            removed.forEach(fmri -> unused.addAll(contents(fmri)));
            for (Fmri fmri : layout.manifests(publisher)) {
                if (!removed.contains(fmri)) {
                    unused.removeAll(contents(fmri));
                }
            }
            deleteAll(layout.publisher(publisher).resolve("index"));
            writer.update(publisher).apply(List.of(), records);
            for (Fmri fmri : removed) {
                Files.deleteIfExists(layout.manifest(fmri));
                deleteIfEmpty(layout.manifest(fmri).resolveSibling(""));
            }
            DurableFiles.force(layout.publisher(publisher).resolve("pkg"));
            for (String hash : unused) {
                Files.deleteIfExists(layout.file(publisher, hash));
                deleteIfEmpty(layout.file(publisher, hash).resolveSibling(""));
            }
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't remove all files of " + packages.size() + " packages from " + layout.root() + ": " + e
                            + "; snapup-repo verify says what is left",
                    e);
        }
    }

    /**
     * Moves manifests of a publisher, and contents, into a folder of their own; what isn't there is passed over. The catalog
     * stays as it is.
     *
     * @return the folder; empty where nothing was there
     * @throws IpsException LOCKED, IO
     */
    public Optional<Path> putAside(String publisher, Collection<Fmri> packages, Collection<String> contents) {
        Path home = layout.publisher(publisher);
        List<Path> files = new ArrayList<>();
        packages.forEach(fmri -> files.add(layout.manifest(fmri)));
        contents.forEach(hash -> files.add(layout.file(publisher, hash)));
        files.removeIf(file -> !Files.exists(file));
        if (files.isEmpty()) {
            return Optional.empty();
        }
        try (PublisherLock lock = PublisherLock.take(layout, publisher)) {
            Path quarantine = Files.createDirectories(home.resolve("pkg5-quarantine"));
            Path folder = Files.createTempDirectory(quarantine, "fix.");
            for (Path file : files) {
                Path aside = folder.resolve(home.relativize(file));
                Files.createDirectories(aside.resolveSibling(""));
                DurableFiles.rename(file, aside);
                deleteIfEmpty(file.resolveSibling(""));
            }
            return Optional.of(folder);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't put aside all damaged files of " + publisher + " in " + layout.root() + ": " + e
                            + "; check free space and permissions",
                    e);
        }
    }

    private Set<String> contents(Fmri fmri) {
        Set<String> hashes = new HashSet<>();
        byte[] bytes = writer.readManifest(fmri);
        for (Action content : PackageContents.of(writer.parse(fmri, bytes))) {
            hashes.add(PayloadCheck.name(content));
        }
        return hashes;
    }

    static void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : list(folder)) {
                Files.delete(file);
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        if (list(folder).isEmpty()) {
            Files.delete(folder);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
