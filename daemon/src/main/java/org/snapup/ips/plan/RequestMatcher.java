package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.solve.PackageEntry;
import org.snapup.ips.solve.SolveRequest;

/** Finds the packages that a request's patterns mean. */
final class RequestMatcher {
    private final Image image;
    private final ImagePackages packages;
    private final List<ImagePublisher> publishers;
    private final Map<String, String> variants;

    RequestMatcher(Image image, ImagePackages packages) {
        this.image = image;
        this.packages = packages;
        publishers = image.config().publishers();
        variants = image.config().variants();
    }

    /**
     * The request in terms of packages; one that names none leaves all as they are, as far as it can.
     *
     * @throws IpsException NOT_FOUND for a pattern without a match, BAD_INPUT, CONFLICT for one with too many
     */
    SolveRequest match(PlanRequest request) {
        if (request instanceof PlanRequest.Install install) {
            return propose(install.patterns(), packages.stems(), "known", install.rejected());
        }
        if (request instanceof PlanRequest.ExactInstall exact) {
            return propose(exact.patterns(), packages.stems(), "known", exact.rejected());
        }
        if (request instanceof PlanRequest.Update update) {
            return isOfAll(update)
                    ? SolveRequest.update().rejecting(stems(update.rejected()))
                    : propose(
                            there(update.patterns(), update.ignoreMissing(), RequestMatcher::isNamed),
                            image.installed().keySet(),
                            "installed",
                            update.rejected());
        }
        if (request instanceof PlanRequest.Uninstall uninstall) {
            return SolveRequest.remove(
                    remove(there(uninstall.patterns(), uninstall.ignoreMissing(), PackagePattern::matches)));
        }
        if (request instanceof PlanRequest.Autoremove) {
            return SolveRequest.remove(leftOver());
        }
        if (request instanceof PlanRequest.ChangeVariant change) {
            return SolveRequest.install(Map.of()).rejecting(stems(change.rejected()));
        }
        if (request instanceof PlanRequest.ChangeFacet change) {
            return SolveRequest.install(Map.of()).rejecting(stems(change.rejected()));
        }
        return SolveRequest.install(Map.of());
    }

    /** Whether it names no packages, or says in one word that it means all that are installed. */
    private boolean isOfAll(PlanRequest.Update update) {
        boolean anything = !image.installed().isEmpty();
        return update.patterns().isEmpty() || (anything && update.patterns().equals(List.of("*")));
    }

    /** All packages that patterns mean, installed or not; versions in them don't matter. */
    Set<String> stems(List<String> patterns) {
        Set<String> found = new TreeSet<>();
        for (String text : patterns) {
            PackagePattern pattern = PackagePattern.parse(text);
            List<String> matching = packages.stems().stream()
                    .filter(pattern::matchesName)
                    .filter(stem -> ofPublisher(pattern, stem))
                    .toList();
            found.addAll(single(pattern, matching, "known"));
        }
        return found;
    }

    private boolean ofPublisher(PackagePattern pattern, String stem) {
        String publisher = pattern.publisher();
        return publisher == null
                || !ofPublisher(packages.versions(stem), publisher).isEmpty();
    }

    private SolveRequest propose(List<String> patterns, Set<String> stems, String where, List<String> rejectPatterns) {
        Set<String> rejected = stems(rejectPatterns);
        Set<String> allowed = new TreeSet<>(stems);
        allowed.removeAll(rejected);
        return SolveRequest.install(propose(patterns, allowed, where)).rejecting(rejected);
    }

    /** Those patterns that something installed matches, or all of them. */
    private List<String> there(
            List<String> patterns, boolean ignoreMissing, BiPredicate<PackagePattern, Fmri> matching) {
        if (!ignoreMissing) {
            return patterns;
        }
        return patterns.stream()
                .filter(text -> {
                    PackagePattern pattern = PackagePattern.parse(text);
                    return image.installed().values().stream().anyMatch(fmri -> matching.test(pattern, fmri));
                })
                .toList();
    }

    /** The version of a pattern is the one that is to come. */
    private static boolean isNamed(PackagePattern pattern, Fmri fmri) {
        return pattern.matchesStem(fmri.publisher(), fmri.name());
    }

    private Set<String> leftOver() {
        if (!image.keepsManual()) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "this image doesn't remember which packages somebody asked for, so that all that no other package"
                            + " needs would go: mark those to keep with snapup flag -m PACKAGE, or remove others with"
                            + " snapup uninstall");
        }
        Dependants dependants = Dependants.of(image);
        Set<String> stems = new TreeSet<>();
        image.installed().forEach((stem, fmri) -> {
            if (!image.isManual(fmri) && dependants.allowRemoval(stem)) {
                stems.add(stem);
            }
        });
        return stems;
    }

    private Set<String> remove(List<String> patterns) {
        Set<String> stems = new TreeSet<>();
        for (String text : patterns) {
            PackagePattern pattern = PackagePattern.parse(text);
            List<String> matching = image.installed().values().stream()
                    .filter(pattern::matches)
                    .map(Fmri::name)
                    .toList();
            stems.addAll(single(pattern, preferExact(pattern, matching), "installed"));
        }
        return stems;
    }

    private Map<String, List<Fmri>> propose(List<String> patterns, Set<String> stems, String where) {
        Map<String, Map<PackagePattern, List<Fmri>>> byStem = new TreeMap<>();
        for (String text : new LinkedHashSet<>(patterns)) {
            PackagePattern pattern = PackagePattern.parse(text);
            Map<String, List<Fmri>> matches = matches(pattern, stems);
            for (String stem : single(pattern, prefer(pattern, matches), where)) {
                byStem.computeIfAbsent(stem, s -> new LinkedHashMap<>())
                        .put(pattern, matches.getOrDefault(stem, List.of()));
            }
        }
        Map<String, List<Fmri>> proposed = new TreeMap<>();
        byStem.forEach((stem, selections) -> proposed.put(stem, combine(stem, selections)));
        return proposed;
    }

    private Map<String, List<Fmri>> matches(PackagePattern pattern, Set<String> stems) {
        // A whole name counts more than those that end in it, and most patterns are whole names.
        if (!pattern.isGlob() && stems.contains(pattern.name())) {
            Map<String, List<Fmri>> exact = matching(pattern, Set.of(pattern.name()));
            if (!exact.isEmpty()) {
                return exact;
            }
        }
        return matching(pattern, stems);
    }

    private Map<String, List<Fmri>> matching(PackagePattern pattern, Set<String> stems) {
        Map<String, List<Fmri>> matches = new TreeMap<>();
        for (String stem : stems) {
            if (pattern.matchesName(stem)) {
                List<Fmri> versions = pattern.select(packages.versions(stem).stream()
                        .filter(fmri -> fits(packages.entry(fmri)))
                        .toList());
                if (!versions.isEmpty()) {
                    matches.put(stem, versions);
                }
            }
        }
        return matches;
    }

    private boolean fits(PackageEntry entry) {
        return entry.variants().entrySet().stream()
                .allMatch(variant -> !variants.containsKey(variant.getKey())
                        || variant.getValue().contains(String.valueOf(variants.get(variant.getKey()))));
    }

    /** Among several stems of one pattern: not those that ended, not the new names of others that match as well. */
    private List<String> prefer(PackagePattern pattern, Map<String, List<Fmri>> matches) {
        List<String> stems = preferExact(pattern, List.copyOf(matches.keySet()));
        if (stems.size() < 2 || pattern.isGlob()) {
            return stems;
        }
        List<String> current = stems.stream()
                .filter(stem -> matches.getOrDefault(stem, List.of()).stream()
                        .noneMatch(fmri -> packages.entry(fmri).obsolete()))
                .toList();
        List<String> left = new ArrayList<>(current.isEmpty() ? stems : current);
        for (String stem : List.copyOf(left)) {
            for (Fmri fmri : matches.getOrDefault(stem, List.of())) {
                PackageEntry entry = packages.entry(fmri);
                if (entry.renamed()) {
                    entry.dependencies()
                            .forEach(dependency ->
                                    left.remove(dependency.target().name()));
                }
            }
        }
        return left;
    }

    private static List<String> preferExact(PackagePattern pattern, List<String> stems) {
        return !pattern.isGlob() && stems.contains(pattern.name()) ? List.of(pattern.name()) : stems;
    }

    private static List<String> single(PackagePattern pattern, List<String> stems, String where) {
        if (stems.isEmpty()) {
            throw IpsException.notFound(
                    "no " + where + " package matches '" + pattern + "': check the name and version, or refresh");
        }
        if (stems.size() > 1 && !pattern.isGlob()) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "'" + pattern + "' matches several packages: " + String.join(", ", stems)
                            + "; write the whole name of one, or a wildcard for all");
        }
        return stems;
    }

    /** What all patterns for a package agree on; one without wildcards counts more than any with. */
    private List<Fmri> combine(String stem, Map<PackagePattern, List<Fmri>> selections) {
        Map<PackagePattern, List<Fmri>> relevant = new LinkedHashMap<>(selections);
        if (selections.keySet().stream().anyMatch(pattern -> !pattern.isGlob())) {
            relevant.keySet().removeIf(PackagePattern::isGlob);
        }
        List<Fmri> common = null;
        boolean publisherNamed = false;
        for (Map.Entry<PackagePattern, List<Fmri>> selection : relevant.entrySet()) {
            publisherNamed |= selection.getKey().publisher() != null;
            common = common == null ? new ArrayList<>(selection.getValue()) : common;
            common.retainAll(selection.getValue());
        }
        if (common == null || common.isEmpty()) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "different versions of " + stem + " are asked for: "
                            + String.join(
                                    ", ",
                                    relevant.keySet().stream()
                                            .map(PackagePattern::toString)
                                            .toList()));
        }
        return ofBestPublisher(stem, common, publisherNamed);
    }

    private List<Fmri> ofBestPublisher(String stem, List<Fmri> versions, boolean named) {
        Fmri installed = image.installed().get(stem);
        if (!named && installed != null && keepsPackages(installed.requirePublisher())) {
            return require(stem, ofPublisher(versions, installed.requirePublisher()), installed);
        }
        for (ImagePublisher publisher : publishers) {
            List<Fmri> offered = new ArrayList<>(ofPublisher(versions, publisher.name()));
            if (!offered.isEmpty()) {
                if (installed != null && versions.contains(installed) && !offered.contains(installed)) {
                    offered.add(installed);
                }
                return offered;
            }
        }
        return versions;
    }

    private boolean keepsPackages(String name) {
        return publishers.stream().anyMatch(publisher -> publisher.name().equals(name) && publisher.keepsPackages());
    }

    private static List<Fmri> require(String stem, List<Fmri> versions, @Nullable Fmri installed) {
        if (versions.isEmpty()) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    stem + " is installed from " + (installed == null ? "" : installed.requirePublisher())
                            + ", which doesn't offer the version asked for: name another publisher with"
                            + " pkg://PUBLISHER/NAME to change to it");
        }
        return versions;
    }

    private static List<Fmri> ofPublisher(List<Fmri> versions, String publisher) {
        return versions.stream()
                .filter(fmri -> fmri.requirePublisher().equals(publisher))
                .toList();
    }
}
