package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.solve.ImageSituation.PublisherRank;

/**
 * The versions that are considered for each package, newest first, and why the others are not. Computed when a package
 * is first asked for.
 */
final class Candidates {
    private final ImageSituation image;
    private final KnownPackages known;
    private final SolveRequest request;
    private final Set<String> held;
    private final Set<Fmri> downgrades;
    private final Map<String, List<Fmri>> byStem = new LinkedHashMap<>();
    private final Map<Fmri, Trim> trimmed = new HashMap<>();

    Candidates(ImageSituation image, KnownPackages known, SolveRequest request) {
        this.image = image;
        this.known = known;
        this.request = request;
        Incorporations incorporations = new Incorporations(image, known);
        this.held = request.updateAll() ? Set.of() : incorporations.held(request);
        this.downgrades = incorporations.allowedDowngrades(mayBeInstalled());
    }

    /** Where downgrades can come from: named versions; when everything moves, newer versions of what is installed. */
    private List<Fmri> mayBeInstalled() {
        List<Fmri> sources = new ArrayList<>();
        request.proposed().values().forEach(sources::addAll);
        if (request.updateAll()) {
            for (Fmri installed : image.installed().values()) {
                for (Fmri version : known.versions(installed.name())) {
                    if (version.requireVersion().compareTo(installed.requireVersion()) > 0) {
                        sources.add(version);
                    }
                }
            }
        }
        return sources;
    }

    /** The versions that may be installed, newest first. */
    List<Fmri> of(String stem) {
        List<Fmri> candidates = byStem.get(stem);
        if (candidates == null) {
            candidates = compute(stem);
            byStem.put(stem, candidates);
        }
        return candidates;
    }

    /** All packages that were asked for so far, in that order. */
    Set<String> stems() {
        return Set.copyOf(byStem.keySet());
    }

    /** Why a version isn't considered; null if it is. */
    @Nullable
    Trim trim(Fmri fmri) {
        return trimmed.get(fmri);
    }

    boolean isHeld(String stem) {
        return held.contains(stem);
    }

    private List<Fmri> compute(String stem) {
        Set<Fmri> all = new LinkedHashSet<>(known.versions(stem));
        Fmri installed = image.installed().get(stem);
        if (installed != null) {
            all.add(installed);
        }
        Set<String> publishers = publishers(stem, all);
        List<Fmri> candidates = new ArrayList<>();
        for (Fmri version : all) {
            Trim why = reason(stem, version, installed, publishers);
            if (why == null) {
                candidates.add(version);
            } else {
                trimmed.put(version, why);
            }
        }
        candidates.sort((a, b) -> b.requireVersion().compareTo(a.requireVersion()));
        return List.copyOf(candidates);
    }

    private @Nullable Trim reason(String stem, Fmri version, @Nullable Fmri installed, Set<String> publishers) {
        if (request.rejected().contains(stem)) {
            return Trim.REJECTED;
        }
        List<Fmri> proposed = request.proposed().get(stem);
        if (proposed != null && !proposed.contains(version)) {
            return Trim.OTHER_VERSION;
        }
        if (!publishers.contains(version.requirePublisher())) {
            return Trim.PUBLISHER;
        }
        if (installed != null && !version.equals(installed)) {
            // The same of another publisher is nothing new.
            if (version.requireVersion().equals(installed.requireVersion())
                    && (proposed == null || proposed.contains(installed))) {
                return Trim.PUBLISHER;
            }
            if (isOlder(version, installed) && !downgrades.contains(version) && !goesBack(proposed, installed)) {
                return Trim.OLDER;
            }
            if (held.contains(stem)) {
                return Trim.HELD;
            }
        }
        Version frozen = image.frozen().get(stem);
        if (frozen != null && !Dependency.isWithin(version.withVersion(frozen), version.requireVersion())) {
            return Trim.FROZEN;
        }
        PackageEntry entry = known.entry(version);
        if (!entry.fits(image.variants())) {
            return Trim.VARIANT;
        }
        if (entry.explicit() && installed == null && proposed == null) {
            return Trim.EXPLICIT;
        }
        return version.equals(installed) || originsMet(entry) ? null : Trim.ORIGIN;
    }

    private static boolean isOlder(Fmri version, Fmri installed) {
        return version.requireVersion().compareTo(installed.requireVersion()) < 0;
    }

    /** Only older versions were named: that is on purpose. */
    private static boolean goesBack(@Nullable List<Fmri> proposed, Fmri installed) {
        return proposed != null && proposed.stream().allMatch(version -> isOlder(version, installed));
    }

    private boolean originsMet(PackageEntry entry) {
        return entry.dependencies().stream()
                .filter(dependency -> dependency.type() == DependencyType.ORIGIN)
                .allMatch(dependency -> {
                    Fmri now = image.lookedAt(dependency);
                    return now == null || Dependency.isAtLeast(dependency.target(), now.requireVersion());
                });
    }

    /** Whose versions count: those named, those of a sticky publisher, or those of the highest rank there is. */
    private Set<String> publishers(String stem, Set<Fmri> all) {
        Set<String> offering = new HashSet<>();
        all.forEach(version -> offering.add(version.requirePublisher()));
        if (request.proposed().containsKey(stem)) {
            return offering;
        }
        Fmri installed = image.installed().get(stem);
        List<PublisherRank> ranks = image.publishers();
        int limit = ranks.size();
        if (installed != null) {
            int own = indexOf(installed.requirePublisher());
            if (own >= 0 && ranks.get(own).sticky()) {
                return Set.of(installed.requirePublisher());
            }
            if (own >= 0 && ranks.get(own).enabled()) {
                limit = own + 1;
            }
        }
        Set<String> accepted = new HashSet<>();
        if (installed != null) {
            accepted.add(installed.requirePublisher());
        }
        boolean found = false;
        for (int i = 0; i < limit; i++) {
            PublisherRank rank = ranks.get(i);
            if (found && rank.sticky()) {
                break;
            }
            if (rank.enabled() && offering.contains(rank.name())) {
                accepted.add(rank.name());
                found = true;
                // Adjacent publishers that aren't sticky have one rank together.
                if (rank.sticky()) {
                    break;
                }
            }
        }
        return accepted;
    }

    private int indexOf(String publisher) {
        for (int i = 0; i < image.publishers().size(); i++) {
            if (image.publishers().get(i).name().equals(publisher)) {
                return i;
            }
        }
        return -1;
    }
}
