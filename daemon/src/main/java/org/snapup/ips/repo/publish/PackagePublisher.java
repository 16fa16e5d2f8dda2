package org.snapup.ips.repo.publish;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.repo.ManifestText;
import org.snapup.ips.repo.RepositoryConfig;
import org.snapup.ips.repo.RepositoryLayout;

/** Publishes packages into a repository: names them, stores them, and adds them to the catalog. */
final class PackagePublisher {
    private final RepositoryWriter writer;
    private final RepositoryLayout layout;

    PackagePublisher(RepositoryWriter writer) {
        this.writer = writer;
        this.layout = writer.layout();
    }

    /** As {@link RepositoryWriter#publish(List, String, boolean)}. */
    List<Fmri> publish(List<Publication> publications, @Nullable String publisher, boolean listed) {
        SortedMap<String, SortedMap<Integer, Publication>> byPublisher = new TreeMap<>();
        for (Publication publication : publications) {
            publication.check();
            SortedMap<Integer, Publication> numbered =
                    byPublisher.computeIfAbsent(publisherOf(publication, publisher), prefix -> new TreeMap<>());
            numbered.put(byPublisher.values().stream().mapToInt(Map::size).sum(), publication);
        }
        SortedMap<Integer, Fmri> names = new TreeMap<>();
        byPublisher.forEach((prefix, numbered) -> publishFor(prefix, numbered, names, listed));
        return List.copyOf(names.values());
    }

    private String publisherOf(Publication publication, @Nullable String given) {
        Fmri fmri = publication.fmri();
        String named = fmri.publisher() != null ? fmri.publisher() : given;
        String prefix = named != null
                ? named
                : RepositoryConfig.read(layout)
                        .defaultPublisher()
                        .orElseThrow(() -> IpsException.badInput("the package " + fmri + " of " + publication.source()
                                + " names no publisher, and the repository has no default: name one with -p"));
        layout.publisher(prefix); // refuses bad names before anything is stored
        return prefix;
    }

    private void publishFor(
            String prefix,
            SortedMap<Integer, Publication> publications,
            SortedMap<Integer, Fmri> names,
            boolean listed) {
        writer.addPublisher(prefix);
        try (PublisherLock lock = writer.lock(prefix)) {
            Catalog catalog = Catalog.load(layout.catalog(prefix));
            List<CatalogRecord> records = new ArrayList<>();
            Set<Fmri> taken = new HashSet<>();
            catalog.entries().forEach(entry -> taken.add(entry.fmri()));
            publications.forEach((number, publication) -> names.put(number, name(prefix, publication, taken)));
            PackageStore packages = PackageStore.of(layout, prefix);
            publications.forEach((number, publication) ->
                    records.add(store(Objects.requireNonNull(names.get(number)), publication, packages)));
            packages.sync();
            if (!listed) {
                return;
            }
            writer.update(prefix).apply(records, List.of());
        }
    }

    // A version without a time gets the present one, or the first free second after it.
    private Fmri name(String prefix, Publication publication, Set<Fmri> taken) {
        Fmri fmri = publication.fmri().withPublisher(prefix);
        Version version = fmri.requireVersion();
        if (version.time() != null) {
            if (!taken.add(fmri)) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "can't publish " + fmri + " to " + layout.root() + ": this version is there already; leave out"
                                + " its time, or publish another version");
            }
            return fmri;
        }
        Instant time = writer.now();
        Fmri timed = fmri.withVersion(version.withTime(time));
        while (!taken.add(timed) || Files.exists(layout.manifest(timed))) {
            time = time.plusSeconds(1);
            timed = fmri.withVersion(version.withTime(time));
        }
        return timed;
    }

    private CatalogRecord store(Fmri fmri, Publication publication, PackageStore packages) {
        List<Action> actions = new ArrayList<>();
        actions.add(Action.of(ActionKind.SET, Attributes.of("name", "pkg.fmri", "value", fmri.toString())));
        for (Action action : publication.content()) {
            actions.add(Publication.hasFile(action) ? packages.store(action, publication.payload(action)) : action);
        }
        Manifest manifest = Manifest.of(actions);
        byte[] bytes = manifest.toBytes();
        ManifestText.checkSize(bytes, publication.source());
        if (Files.exists(layout.manifest(fmri)) && !Arrays.equals(bytes, writer.readManifest(fmri))) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "can't publish " + fmri + " to " + layout.root()
                            + ": another one with this version is there, and in"
                            + " no catalog; add it with snapup-repo refresh, or delete " + layout.manifest(fmri));
        }
        packages.store(fmri, bytes);
        return CatalogRecord.of(fmri, manifest, bytes);
    }
}
