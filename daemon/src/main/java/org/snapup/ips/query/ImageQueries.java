package org.snapup.ips.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogFiles;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Glob;
import org.snapup.ips.image.HistoryEntry;
import org.snapup.ips.image.HistoryReader;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePackages;

/**
 * Questions to one image, as it was when this was opened. Nothing is written beneath its root, and no lock is taken.
 * Not for several threads at once.
 */
public final class ImageQueries implements AutoCloseable {
    private final ImageFiles files;
    private final Image image;
    private final PackageLister lister;
    private final Manifests manifests;
    private final Path cache;

    private ImageQueries(ImageFiles files, Image image, PackageLister lister, Manifests manifests, Path cache) {
        this.files = files;
        this.image = image;
        this.lister = lister;
        this.manifests = manifests;
        this.cache = cache;
    }

    /**
     * Reads an image.
     *
     * @param cache where catalogs and manifests that are fetched are kept, outside the image
     * @throws IpsException NOT_FOUND if there is no image, BAD_INPUT for a format that isn't known
     */
    public static ImageQueries open(Path root, Path cache, IpsListener listener) {
        ImageFiles files = ImageFiles.open(root);
        try {
            Image image = Image.read(files, root);
            return new ImageQueries(
                    files,
                    image,
                    new PackageLister(image, new Candidates(image, files, cache, listener)),
                    new Manifests(image, files, cache, listener),
                    cache);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Publishers, variants, facets, properties. */
    public ImageConfig config() {
        return image.config();
    }

    /** What is installed, frozen and avoided. */
    public Image image() {
        return image;
    }

    /**
     * Lists packages by name, then publisher, then version, newest first.
     *
     * @throws IpsException BAD_INPUT for a pattern that can't be one, IO, CORRUPT
     */
    public Found<ListedPackage> list(ListQuery query) {
        return map(
                lister.list(query),
                candidate -> new ListedPackage(
                        candidate.fmri(), candidate.states(), query.summaries() ? candidate.summary() : null));
    }

    /**
     * Describes packages.
     *
     * @throws IpsException BAD_INPUT for a pattern that can't be one, IO, CORRUPT, NOT_FOUND for a manifest that no
     *     origin has
     */
    public Found<PackageInfo> info(InfoQuery query) {
        ActionFilter filter = imageFilter();
        InfoReader reader = new InfoReader(manifests, filter);
        return map(find(query.patterns(), query.remote(), query.origins()), reader::read);
    }

    /** What the configuration of the image can tell installed packages. @throws IpsException IO, CORRUPT */
    public InstalledSettings installedSettings() {
        return InstalledSettings.of(this, imageFilter());
    }

    /**
     * The texts of the licences of packages; of a package without any, nothing.
     *
     * @param remote of the newest versions that are known, from their origins, instead of installed ones
     * @throws IpsException BAD_INPUT for a pattern that can't be one, IO, NOT_FOUND and CORRUPT for what an origin has
     */
    public Found<PackageLicense> licenses(List<String> patterns, boolean remote) {
        Found<Candidate> found = find(patterns, remote, List.of());
        List<PackageLicense> licenses = new ArrayList<>();
        ActionFilter filter = imageFilter();
        for (Candidate candidate : found.items()) {
            for (Action action : manifests
                    .read(candidate, a -> a.kind() == ActionKind.LICENSE && filter.test(a))
                    .actions()) {
                String name = action.attributes().require("license");
                Optional<byte[]> stored = remote && !candidate.isInstalled()
                        ? Optional.empty()
                        : files.read(ImageLayout.license(candidate.fmri(), name));
                if (stored.isPresent()) {
                    licenses.add(new PackageLicense(
                            candidate.fmri(), name, new String(stored.get(), StandardCharsets.UTF_8)));
                } else if (remote) {
                    licenses.add(new PackageLicense(candidate.fmri(), name, manifests.license(candidate, action)));
                }
            }
        }
        return new Found<>(licenses, found.unmatched());
    }

    /**
     * Hands over the actions of packages, one package after the other, in the manifests' order.
     *
     * @return the patterns that matched no package
     * @throws IpsException BAD_INPUT for a pattern that can't be one, IO, CORRUPT, NOT_FOUND for a manifest that no
     *     origin has
     */
    public List<String> contents(ContentsQuery query, Consumer<PackageAction> sink) {
        Found<Candidate> found = find(query.patterns(), query.remote(), query.origins());
        ActionFilter filter = query.everything() ? ActionFilter.ALL : imageFilter();
        ActionFilter wanted =
                action -> (query.kinds().isEmpty() || query.kinds().contains(action.kind()))
                        && filter.test(action)
                        && matches(action, query.matching());
        ParallelWork.inOrder(
                Runtime.getRuntime().availableProcessors(),
                found.items(),
                candidate -> () -> manifests.read(candidate, wanted),
                (candidate, manifest) ->
                        manifest.actions().forEach(action -> sink.accept(new PackageAction(candidate.fmri(), action))));
        return found.unmatched();
    }

    /** Whether one of the attributes fits, whatever the case of letters. */
    private static boolean matches(Action action, Map<String, List<String>> wanted) {
        return wanted.isEmpty()
                || wanted.entrySet().stream()
                        .anyMatch(entry -> values(action, entry.getKey()).stream()
                                .anyMatch(value -> entry.getValue().stream()
                                        .map(pattern -> entry.getKey().equals("path")
                                                ? pattern.replaceFirst("^/+", "")
                                                : pattern)
                                        .anyMatch(pattern -> Glob.matches(lower(pattern), lower(value)))));
    }

    private static List<String> values(Action action, String attribute) {
        List<String> values = action.attributes().all(attribute);
        if (!values.isEmpty()) {
            return values;
        }
        String column = new PackageAction(new Fmri(null, "none", null), action).column(attribute);
        return column.isEmpty() ? List.of() : List.of(column);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** From when the newest copy of a publisher's catalog is; null without a copy that can be read. */
    public @Nullable Instant catalogUpdated(String publisher) {
        @Nullable Instant newest = null;
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(ImagePackages.copies(publisher, cache))) {
            for (Path copy : copies) {
                @Nullable
                Instant updated = Formats.parse(
                        Catalog.loadAttributes(CatalogFiles.in(copy)).lastModified());
                if (updated != null && (newest == null || updated.isAfter(newest))) {
                    newest = updated;
                }
            }
        } catch (IOException | IpsException e) {
            return newest;
        }
        return newest;
    }

    /** The operations on this image, oldest first. @throws IpsException IO, CORRUPT */
    public List<HistoryEntry> history() {
        return new HistoryReader(files).entries();
    }

    private ActionFilter imageFilter() {
        return ActionFilter.of(image.config().variantFilter(), image.config().facetFilter());
    }

    private Found<Candidate> find(List<String> patterns, boolean remote, List<String> origins) {
        boolean elsewhere = remote || !origins.isEmpty();
        return elsewhere
                ? lister.ranked(new ListQuery(ListQuery.Selection.NEWEST, patterns, origins, false))
                : lister.list(ListQuery.installed(patterns));
    }

    private interface Reader<T> {
        T read(Candidate candidate);
    }

    private static <T> Found<T> map(Found<Candidate> found, Reader<T> reader) {
        return new Found<>(found.items().stream().map(reader::read).toList(), found.unmatched());
    }

    @Override
    public void close() {
        try (files) {
            manifests.close();
        }
    }
}
