package org.snapup.ips.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;

/**
 * Searches installed packages, or what an image's publishers offer. No index is kept: manifests are read on all
 * processors. Depots search themselves.
 */
public final class PackageSearch {
    private static final String PHASE = "Searching";
    private static final String FIRST_LINE = "Return from search v1";
    private static final int MAX_MATCHES = 1_000_000;

    private final Path root;
    private final IpsListener listener;

    public PackageSearch(Path root, IpsListener listener) {
        this.root = root;
        this.listener = listener;
    }

    /**
     * Searches what is installed, as far as the image's variants and facets allow it.
     *
     * @return by package
     * @throws IpsException BAD_INPUT for a query that can't be understood, NOT_FOUND without an image, CORRUPT, IO
     */
    public List<Match> installed(String text, boolean caseSensitive) {
        Query query = QueryParser.parse(QueryParser.withoutSchemes(text), caseSensitive);
        Image image = Image.read(root);
        ActionFilter filter = image.config().actionFilter();
        Map<Fmri, List<Match>> found = new ConcurrentHashMap<>();
        List<Fmri> packages = List.copyOf(image.installed().values());
        run(packages, () -> new ParallelWork.Worker<>() {
            private final ImageFiles files = ImageFiles.open(root);

            @Override
            public void work(Fmri fmri) {
                files.read(ImageLayout.manifest(fmri)).ifPresent(bytes -> {
                    Manifest manifest = Manifest.parse(bytes, "the manifest of " + fmri, filter);
                    found.put(fmri, query.find(fmri, manifest.actions()));
                });
            }

            @Override
            public void close() {
                files.close();
            }
        });
        return inOrder(packages, found);
    }

    private <T> void run(List<T> pieces, java.util.function.Supplier<? extends ParallelWork.Worker<T>> workers) {
        ParallelWork.run(Runtime.getRuntime().availableProcessors(), pieces, workers, begun -> {
            listener.progress(PHASE, begun, pieces.size(), 0, 0);
            listener.checkCancelled();
        });
    }

    private static List<Match> inOrder(List<Fmri> packages, Map<Fmri, List<Match>> found) {
        List<Match> matches = new ArrayList<>();
        packages.forEach(fmri -> matches.addAll(found.getOrDefault(fmri, List.of())));
        return matches;
    }

    /**
     * Searches what the enabled publishers offer now. Of each publisher the first origin that answers counts.
     *
     * @param allVersions also of versions that are older than what is installed, or that an installed incorporation
     *     doesn't allow
     * @throws IpsException BAD_INPUT for a query that can't be understood, NOT_FOUND without an image; CORRUPT, IO where
     *     no origin of a publisher answers
     */
    public List<Match> offered(String typed, boolean caseSensitive, boolean allVersions) {
        String text = QueryParser.withoutSchemes(typed);
        Query query = QueryParser.parse(text, caseSensitive);
        Image image = Image.read(root);
        List<Match> matches = new ArrayList<>();
        for (ImagePublisher publisher : image.config().publishers()) {
            if (publisher.enabled()) {
                matches.addAll(firstAnswer(image, publisher, query, text, caseSensitive));
            }
        }
        if (!allVersions) {
            Map<String, Version> incorporated = incorporated(image);
            matches.removeIf(match -> isOutOfReach(match.fmri(), image, incorporated));
        }
        matches.sort(Comparator.comparing((Match match) -> match.fmri().name())
                .thenComparing(match -> match.fmri().requirePublisher())
                .thenComparing(match -> match.fmri().requireVersion(), Comparator.reverseOrder()));
        return matches;
    }

    private List<Match> firstAnswer(
            Image image, ImagePublisher publisher, Query query, String text, boolean caseSensitive) {
        IpsException last = null;
        for (PackageSource origin : image.origins(publisher.name())) {
            try (Repository repository = Repository.open(origin)) {
                return ask(repository, publisher.name(), query, text, caseSensitive);
            } catch (IpsException e) {
                if (e.kind() == IpsException.Kind.CANCELLED) {
                    throw e;
                }
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
        return List.of();
    }

    private List<Match> ask(Repository repository, String publisher, Query query, String text, boolean caseSensitive) {
        String depotQuery =
                (caseSensitive ? "True" : "False") + "_" + (query.findsPackages() ? 1 : 2) + "_None_None_" + text;
        Optional<InputStream> answer = repository.search(publisher, depotQuery);
        if (answer.isPresent()) {
            return read(publisher, repository.location(), answer.get());
        }
        Catalog catalog = repository.catalog(publisher);
        List<CatalogEntry> entries = catalog.entries().toList();
        Map<Fmri, List<Match>> found = new ConcurrentHashMap<>();
        run(entries, () -> entry -> {
            Fmri fmri = entry.fmri();
            Manifest manifest = repository.manifest(fmri, entry.manifestSignature(), ActionFilter.ALL);
            List<Match> matches = query.find(fmri, manifest.actions());
            if (!matches.isEmpty()) {
                found.put(fmri, matches);
            }
        });
        return inOrder(entries.stream().map(CatalogEntry::fmri).toList(), found);
    }

    /**
     * Reads a depot's answer: a line that says what it is, and a line a match: the number of the query, 1 and a package,
     * or 2, a package, what matched, percent-encoded, and the action.
     */
    private static List<Match> read(String publisher, String location, InputStream answer) {
        Set<Match> matches = new LinkedHashSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            if (first == null) {
                return List.of();
            }
            if (!first.equals(FIRST_LINE)) {
                throw damaged(location, first);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    matches.add(match(publisher, location, line));
                }
                if (matches.size() > MAX_MATCHES) {
                    throw IpsException.corrupt(
                            "the depot at " + location + " finds more than " + MAX_MATCHES + " things: ask for less");
                }
            }
            return List.copyOf(matches);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't read the answer of " + location + " to a search: " + e, e);
        }
    }

    private static Match match(String publisher, String location, String line) {
        String[] words = line.split(" ", 5);
        try {
            Fmri fmri = Fmri.parse(words.length > 2 ? words[2] : "");
            fmri.requireVersion();
            Fmri full = fmri.publisher() == null ? fmri.withPublisher(publisher) : fmri;
            if (words[1].equals("1")) {
                return Match.ofPackage(full);
            }
            if (words.length == 5) {
                Action action = Action.parse(words[4].strip());
                return match(full, action, URLDecoder.decode(words[3], StandardCharsets.UTF_8));
            }
        } catch (IpsException | IllegalArgumentException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT, damaged(location, line).getMessage() + ": " + e.getMessage(), e);
        }
        throw damaged(location, line);
    }

    private static Match match(Fmri fmri, Action action, String matched) {
        return action.kind() == ActionKind.SET
                ? Match.of(fmri, action, "", matched)
                : Match.of(fmri, action, matched, null);
    }

    private static IpsException damaged(String location, String line) {
        String start = line.length() > 200 ? line.substring(0, 200) : line;
        return IpsException.corrupt("the depot at " + location + " doesn't answer a search as depots do: " + start);
    }

    /** The newest version that installed packages bind each package to. */
    private static Map<String, Version> incorporated(Image image) {
        Map<String, Version> incorporated = new HashMap<>();
        for (Fmri fmri : image.installed().values()) {
            for (Action action : image.installedCatalog().dependencies(fmri)) {
                if (action.kind() == ActionKind.DEPEND && "incorporate".equals(action.get("type"))) {
                    for (String target : action.attributes().all("fmri")) {
                        Fmri bound = Fmri.parse(target);
                        @Nullable Version version = bound.version();
                        if (version != null) {
                            incorporated.merge(bound.name(), version, (a, b) -> a.compareTo(b) > 0 ? a : b);
                        }
                    }
                }
            }
        }
        return incorporated;
    }

    private static boolean isOutOfReach(Fmri fmri, Image image, Map<String, Version> incorporated) {
        @Nullable Fmri installed = image.installed().get(fmri.name());
        Version version = fmri.requireVersion();
        if (installed != null && version.compareTo(installed.requireVersion()) < 0) {
            return true;
        }
        @Nullable Version bound = incorporated.get(fmri.name());
        return bound != null && !version.isSuccessor(bound, Version.Constraint.AUTO);
    }
}
