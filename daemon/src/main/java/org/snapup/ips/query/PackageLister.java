package org.snapup.ips.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.image.NewestVersions;
import org.snapup.ips.plan.Dependants;

/** Chooses package versions as {@code pkg list} does. */
final class PackageLister {
    private static final String VARIANT = "variant.";

    private final Image image;
    private final Candidates source;

    PackageLister(Image image, Candidates source) {
        this.image = image;
        this.source = source;
    }

    Found<Candidate> list(ListQuery query) {
        PatternSet patterns = new PatternSet(query.patterns());
        return switch (query.selection()) {
            case INSTALLED -> choose(source.installed(), patterns, candidate -> true);
            case UPGRADABLE -> choose(upgradable(query), patterns, candidate -> true);
            case REMOVABLE -> choose(source.installed(), patterns, removable());
            case ALL -> choose(known(query), patterns, candidate -> true);
            case NEWEST -> newest(known(query), patterns);
            case INSTALLABLE -> installable(known(query), patterns);
        };
    }

    private List<Candidate> known(ListQuery query) {
        if (!query.origins().isEmpty()) {
            return source.offeredBy(query.origins());
        }
        return query.refresh() ? source.refreshed() : source.known();
    }

    private static Found<Candidate> choose(
            List<Candidate> candidates, PatternSet patterns, Predicate<Candidate> condition) {
        return choose(candidates, patterns, candidate -> true, condition);
    }

    /** @param visible what is not isn't the latest version either */
    private static Found<Candidate> choose(
            List<Candidate> candidates,
            PatternSet patterns,
            Predicate<Candidate> visible,
            Predicate<Candidate> condition) {
        List<Candidate> chosen = new ArrayList<>();
        String last = "";
        for (Candidate candidate : candidates) {
            if (!visible.test(candidate)) {
                continue;
            }
            boolean newest = !candidate.fmri().stem().equals(last);
            last = candidate.fmri().stem();
            List<PackagePattern> matching = patterns.matching(candidate.fmri(), newest);
            if ((patterns.isEmpty() || !matching.isEmpty()) && condition.test(candidate)) {
                chosen.add(candidate);
                patterns.markMatched(matching);
            }
        }
        return new Found<>(chosen, patterns.unmatched());
    }

    /** Installed versions that a newer one is known of, of their publisher or of another that may take over. */
    private List<Candidate> upgradable(ListQuery query) {
        if (!query.refresh() && query.origins().isEmpty()) {
            return source.installed().stream()
                    .filter(candidate -> candidate.states().contains(PackageState.UPGRADABLE))
                    .toList();
        }
        List<Candidate> known = known(query);
        NewestVersions newest = new NewestVersions(image.config());
        known.forEach(candidate -> newest.add(candidate.fmri()));
        return known.stream()
                .filter(candidate -> candidate.isInstalled() && newest.isOlder(candidate.fmri()))
                .toList();
    }

    private Predicate<Candidate> removable() {
        Dependants dependants = Dependants.of(image);
        return candidate -> dependants.allowRemoval(candidate.fmri().name());
    }

    private Found<Candidate> newest(List<Candidate> known, PatternSet patterns) {
        Set<String> listed = new HashSet<>();
        return choose(known, patterns, candidate -> {
            String stem = candidate.fmri().stem();
            if (listed.contains(stem) || !fitsVariants(candidate)) {
                return false;
            }
            listed.add(stem);
            return true;
        });
    }

    /**
     * As the newest ones, but of a stem that several publishers have only those of the highest ranked, unless a pattern
     * names another.
     */
    Found<Candidate> ranked(ListQuery query) {
        List<String> ranks =
                image.config().publishers().stream().map(ImagePublisher::name).toList();
        List<Candidate> known = new ArrayList<>(known(query));
        known.sort(Comparator.comparingInt((Candidate c) -> rank(ranks, c)));
        PatternSet patterns = new PatternSet(query.patterns());
        Set<String> listed = new HashSet<>();
        Map<String, String> publishers = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Candidate> chosen = new ArrayList<>();
        for (Candidate candidate : known) {
            boolean newest = seen.add(candidate.fmri().stem());
            String name = candidate.fmri().name();
            String publisher = candidate.fmri().requirePublisher();
            boolean best = publishers.getOrDefault(name, publisher).equals(publisher);
            List<PackagePattern> matching = patterns.matching(candidate.fmri(), newest).stream()
                    .filter(pattern -> best || pattern.publisher() != null)
                    .toList();
            boolean wanted = patterns.isEmpty() ? best : !matching.isEmpty();
            if (wanted && listed.add(candidate.fmri().stem())) {
                publishers.putIfAbsent(name, publisher);
                chosen.add(candidate);
                patterns.markMatched(matching);
            }
        }
        chosen.sort(Comparator.comparing(candidate -> candidate.fmri().name()));
        return new Found<>(chosen, patterns.unmatched());
    }

    private static int rank(List<String> ranks, Candidate candidate) {
        int rank = ranks.indexOf(candidate.fmri().requirePublisher());
        return rank < 0 ? ranks.size() : rank;
    }

    private Found<Candidate> installable(List<Candidate> known, PatternSet patterns) {
        Installable rules = new Installable(image, source.installed(), known);
        Set<String> listed = new HashSet<>();
        return choose(known, patterns, rules::allows, candidate -> {
            String key = rules.isIncorporated(candidate.fmri().name())
                    ? candidate.fmri().name()
                    : candidate.fmri().stem();
            if (candidate.isInstalled()) {
                listed.add(key);
                return true;
            }
            if (listed.contains(key) || !fitsVariants(candidate)) {
                return false;
            }
            listed.add(key);
            return !rules.isSuperseded(candidate);
        });
    }

    /** The image has one of the values that the package was made for. */
    private boolean fitsVariants(Candidate candidate) {
        if (candidate.isInstalled()) {
            return true;
        }
        Map<String, String> ours = image.config().variants();
        for (Action action : candidate.dependencies()) {
            @Nullable String name = action.kind() == ActionKind.SET ? action.get("name") : null;
            if (name != null && name.startsWith(VARIANT)) {
                String value = ours.get(name);
                if (value != null && !action.attributes().all("value").contains(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
