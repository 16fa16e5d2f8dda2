package org.snapup.ips.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/** Compares an image with what its packages delivered, on all processors. Writes nothing beneath the root. */
public final class ImageVerification {
    private static final String PHASE = "Verifying packages";

    private final Path root;
    private final InstalledManifests manifests;
    private final InstalledSignatures signatures;
    private final IpsListener listener;

    /**
     * For one image.
     *
     * @param cache where manifests that the image has lost are fetched to
     */
    public ImageVerification(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.manifests = new InstalledManifests(root, cache);
        this.signatures = new InstalledSignatures(cache, manifests, listener);
        this.listener = listener;
    }

    /**
     * Looks at packages.
     *
     * @param patterns of installed packages; none means all
     * @param paths only what is at these; none means everything
     * @throws IpsException BAD_INPUT for what can't be a pattern, NOT_FOUND without an image, CANCELLED, IO
     */
    public Verified verify(List<String> patterns, List<String> paths) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            Set<String> unmatched = new LinkedHashSet<>();
            List<Fmri> chosen = choose(image, patterns, unmatched);
            Set<String> wanted = new HashSet<>();
            paths.forEach(path -> wanted.add(path.replaceFirst("^/+", "")));
            PackageVerifier.Scope scope = new PackageVerifier.Scope(image, wanted);
            Map<Fmri, List<Finding>> found = look(files, scope, chosen);
            List<Fmri> others = settle(files, image, scope, chosen, found);
            signatures
                    .check(files, image, scope.signed())
                    .forEach((fmri, finding) -> found.computeIfPresent(
                            fmri,
                            (f, findings) -> Stream.concat(Stream.of(finding), findings.stream())
                                    .toList()));
            paths.stream()
                    .filter(path -> !scope.seen().contains(path.replaceFirst("^/+", "")))
                    .forEach(unmatched::add);
            List<VerifiedPackage> verified = new ArrayList<>();
            for (Fmri fmri : inOrder(scope, chosen, others)) {
                List<Finding> findings = found.get(fmri);
                if (findings != null) {
                    verified.add(new VerifiedPackage(fmri, together(findings)));
                }
            }
            return new Verified(verified, List.copyOf(unmatched));
        }
    }

    /**
     * Finds what no package delivers, in the order of the tree.
     *
     * @throws IpsException NOT_FOUND without an image, CANCELLED, IO
     */
    public List<Unpackaged> unpackaged() {
        try (ImageFiles files = ImageFiles.open(root)) {
            return new UnpackagedSearch(files, listener).find(Image.read(files, root), manifests);
        }
    }

    /** What is said of the same thing, without parting it: of a package that several dependencies name, say. */
    private static List<Finding> together(List<Finding> findings) {
        Map<String, List<Finding>> bySubject = new LinkedHashMap<>();
        findings.forEach(finding -> bySubject
                .computeIfAbsent(finding.subject(), subject -> new ArrayList<>())
                .add(finding));
        return bySubject.values().stream().flatMap(List::stream).toList();
    }

    private static List<Fmri> choose(Image image, List<String> patterns, Set<String> unmatched) {
        if (patterns.isEmpty()) {
            return List.copyOf(image.installed().values());
        }
        Map<String, Fmri> chosen = new TreeMap<>();
        for (String text : patterns) {
            PackagePattern pattern = PackagePattern.parse(text);
            List<Fmri> matching =
                    image.installed().values().stream().filter(pattern::matches).toList();
            if (matching.isEmpty()) {
                unmatched.add(text);
            }
            matching.forEach(fmri -> chosen.put(fmri.name(), fmri));
        }
        return List.copyOf(chosen.values());
    }

    /** The findings of each package that has anything to do with what is asked for. */
    private Map<Fmri, List<Finding>> look(ImageFiles files, PackageVerifier.Scope scope, List<Fmri> chosen) {
        Map<Fmri, List<Finding>> found = new ConcurrentHashMap<>();
        ParallelWork.run(
                Runtime.getRuntime().availableProcessors(),
                largestFirst(files, chosen),
                () -> new PackageVerifier(root, manifests, scope, found),
                begun -> {
                    listener.progress(PHASE, begun, chosen.size(), 0, 0);
                    listener.checkCancelled();
                });
        return found;
    }

    /** So that no processor is left with a large one in the end. */
    private static List<Fmri> largestFirst(ImageFiles files, List<Fmri> chosen) {
        Map<Fmri, Long> sizes = new ConcurrentHashMap<>();
        ParallelWork.run(
                chosen,
                fmri -> sizes.put(
                        fmri,
                        files.root()
                                .find(ImageLayout.manifest(fmri))
                                .map(FileStat::size)
                                .orElse(0L)));
        List<Fmri> sorted = new ArrayList<>(chosen);
        sorted.sort(Comparator.comparing((Fmri fmri) -> sizes.getOrDefault(fmri, 0L))
                .reversed());
        return sorted;
    }

    /** As pkg(1) does it: those last that have to do with each other's files. */
    private static List<Fmri> inOrder(PackageVerifier.Scope scope, List<Fmri> chosen, List<Fmri> others) {
        List<Fmri> sorted = new ArrayList<>(chosen);
        if (!scope.isOfPaths()) {
            sorted.sort(Comparator.comparing(scope.overlaid()::concern));
        }
        sorted.addAll(others);
        return sorted;
    }

    /**
     * Compares files that lie over others, and takes back what isn't wrong in the light of other packages: a file that a
     * facet leaves out but another package delivers.
     *
     * @return packages that weren't chosen, of which something is told nevertheless
     */
    private List<Fmri> settle(
            ImageFiles files,
            Image image,
            PackageVerifier.Scope scope,
            List<Fmri> chosen,
            Map<Fmri, List<Finding>> found) {
        Set<String> open = chosen.size() == image.installed().size()
                ? Set.of()
                : scope.overlaid().open();
        Set<String> delivered = new HashSet<>();
        if (!open.isEmpty() || !scope.doubtful().isEmpty()) {
            for (Fmri fmri : image.installed().values()) {
                manifests.read(files, fmri, action -> {
                    if (action.kind().hasPath() && scope.counts(fmri, action)) {
                        if (open.contains(path(action))) {
                            scope.overlaid().see(fmri, action);
                        }
                        if (scope.doubtful().contains(path(action))) {
                            delivered.add(path(action));
                        }
                    }
                    return false;
                });
            }
        }
        for (Fmri fmri : chosen) {
            found.computeIfPresent(
                    fmri,
                    (f, findings) -> new ArrayList<>(findings.stream()
                            .filter(finding -> !isRefuted(finding, delivered))
                            .toList()));
        }
        Map<Fmri, List<Finding>> others =
                scope.overlaid().settle(chosen, found, new ActionVerifier(files, image), scope.isOfPaths());
        found.putAll(others);
        return List.copyOf(others.keySet());
    }

    private static boolean isRefuted(Finding finding, Set<String> delivered) {
        return finding.mending() == Finding.Mending.REMOVAL && delivered.contains(path(finding.action()));
    }

    private static String path(Action action) {
        return action.attributes().get("path", "");
    }
}
