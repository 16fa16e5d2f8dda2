package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/** Says in words why a request has no solution: a smallest set of demands that contradict each other. */
final class Explainer {
    private static final int MAX_LINES = 12;

    private final ImageSituation image;
    private final KnownPackages known;
    private final SolveRequest request;
    private final Candidates candidates;
    private final Set<String> advice = new LinkedHashSet<>();

    Explainer(ImageSituation image, KnownPackages known, SolveRequest request, Candidates candidates) {
        this.image = image;
        this.known = known;
        this.request = request;
        this.candidates = candidates;
    }

    /** A text of several lines: the contradiction, and what to change. */
    String explain(Encoder encoder) {
        Set<String> lines = new LinkedHashSet<>();
        contradiction(encoder).forEach(reason -> lines.add(sentence(reason)));
        StringBuilder text = new StringBuilder("no versions of the packages go together for this request:");
        lines.stream().limit(MAX_LINES).forEach(line -> text.append("\n  ").append(line));
        if (lines.size() > MAX_LINES) {
            text.append("\n  (and ").append(lines.size() - MAX_LINES).append(" more constraints)");
        }
        advice.remove("");
        if (advice.isEmpty()) {
            advice.add("ask for other versions, or do without one of these packages");
        }
        text.append("\nwhat may help: ").append(String.join("; ", advice));
        return text.toString();
    }

    private List<Reason> contradiction(Encoder encoder) {
        Map<Reason, Integer> selectors = new LinkedHashMap<>();
        List<Reason> bySelector = new ArrayList<>();
        Sat sat = new Sat();
        encoder.encodeAll(new Encoder.Sink() {
            @Override
            public void clause(Reason reason, int... literals) {
                int selector = selectors.computeIfAbsent(reason, r -> {
                    bySelector.add(r);
                    return encoder.variableCount() + bySelector.size();
                });
                int[] guarded = Arrays.copyOf(literals, literals.length + 1);
                guarded[literals.length] = -selector;
                sat.add(guarded);
            }

            @Override
            public void oneVersion(int[] variables) {
                sat.atMostOne(variables);
            }
        });
        int[] all = selectors.values().stream().mapToInt(Integer::intValue).toArray();
        if (sat.solve(all)) {
            return List.of();
        }
        return minimise(sat, sat.conflict()).stream()
                .map(selector -> bySelector.get(Math.abs(selector) - encoder.variableCount() - 1))
                .toList();
    }

    private static List<Integer> minimise(Sat sat, int[] conflict) {
        List<Integer> core = new ArrayList<>();
        for (int selector : conflict) {
            core.add(Math.abs(selector));
        }
        for (Integer selector : List.copyOf(core)) {
            List<Integer> without = new ArrayList<>(core);
            without.remove(selector);
            if (!sat.solve(without.stream().mapToInt(Integer::intValue).toArray())) {
                core = without;
            }
        }
        core.sort(null);
        return core;
    }

    private String sentence(Reason reason) {
        String stem = reason.stem();
        if (stem != null) {
            return wanted(stem);
        }
        Fmri source = reason.source();
        Dependency dependency = reason.dependency();
        if (source == null || dependency == null) {
            throw new IllegalStateException("a reason without a cause");
        }
        String who = describe(source);
        String what = targets(dependency);
        return switch (dependency.type()) {
            case REQUIRE, REQUIRE_ANY -> who + " requires " + what + missing(dependency);
            case GROUP, GROUP_ANY -> {
                advice.add("leave out what " + source.name() + " groups: --reject "
                        + dependency.target().name());
                yield who + " groups " + what + missing(dependency);
            }
            case CONDITIONAL ->
                who + " requires " + what + " where " + describe(dependency.predicate()) + " is installed"
                        + missing(dependency);
            case OPTIONAL -> {
                advice.add("name " + describe(dependency.target()) + ", too, if a publisher has it");
                yield who + " doesn't go with a version of "
                        + dependency.target().name() + " before " + version(dependency.target());
            }
            case EXCLUDE ->
                who + " doesn't go with " + (dependency.target().version() == null ? what : what + " or newer");
            case INCORPORATE -> {
                advice.add("name another version of " + source.name() + ", too, or a version of "
                        + dependency.target().name() + " that begins with " + version(dependency.target()));
                yield who + " holds " + dependency.target().name() + " at " + version(dependency.target());
            }
            case PARENT, ORIGIN -> who + " needs " + what;
        };
    }

    private String wanted(String stem) {
        boolean asked = request.proposed().containsKey(stem);
        String why = candidates.of(stem).isEmpty() ? ", but of it " + excluded(known.versions(stem)) : "";
        String who = describe(image.installed().get(stem));
        if (asked) {
            List<Fmri> wanted = request.proposed().getOrDefault(stem, List.of());
            boolean one = wanted.size() == 1 && known.versions(stem).size() > 1;
            return (one ? describe(wanted.get(0)) : stem) + " is asked for" + obsolete(wanted) + why;
        }
        advice.add("remove " + stem);
        return who + " is installed and has to stay" + why;
    }

    private String obsolete(List<Fmri> wanted) {
        boolean ends = wanted.stream().allMatch(version -> known.entry(version).obsolete());
        return ends && !wanted.isEmpty() ? ", which is obsolete and removes it" : "";
    }

    private String missing(Dependency dependency) {
        boolean any = false;
        List<Fmri> wanted = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        List<String> obsolete = new ArrayList<>();
        for (Fmri target : dependency.targets()) {
            List<Fmri> versions = known.versions(target.name()).stream()
                    .filter(version -> Dependency.isAtLeast(target, version.requireVersion()))
                    .toList();
            List<Fmri> usable = versions.stream()
                    .filter(version -> !known.entry(version).obsolete())
                    .toList();
            if (usable.isEmpty()) {
                (versions.isEmpty() ? absent : obsolete).add(describe(target));
            }
            wanted.addAll(usable);
            any |= usable.stream().anyMatch(version -> candidates.trim(version) == null);
        }
        if (wanted.isEmpty()) {
            advice.add(
                    obsolete.isEmpty()
                            ? "add an origin that has " + targets(dependency)
                                    + ", or ask for a version of what needs it that does without"
                            : "do without what needs it, and tell its publisher");
            return obsolete.isEmpty() ? ", which no publisher has" + newest(dependency) : ", which is obsolete";
        }
        String some = (absent.isEmpty() ? "" : ", of which no publisher has " + String.join(" and ", absent))
                + (obsolete.isEmpty() ? "" : ", of which " + String.join(" and ", obsolete) + " is obsolete");
        return any ? some : some + ", of which " + excluded(wanted);
    }

    /** The newest version that there is of what is wanted newer. */
    private String newest(Dependency dependency) {
        List<Fmri> versions = known.versions(dependency.target().name());
        return dependency.targets().size() > 1 || versions.isEmpty()
                ? ""
                : " (the newest of " + dependency.target().name() + " is "
                        + versions.get(0).requireVersion().shortText() + ")";
    }

    /** For versions of which none is considered. */
    private String excluded(List<Fmri> versions) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Fmri version : versions) {
            Trim trim = candidates.trim(version);
            if (trim != null) {
                reasons.add(describe(version) + " is excluded because " + reason(trim, version));
                advice.add(trim.advice(version));
            }
        }
        if (reasons.isEmpty()) {
            return versions.isEmpty() ? "no version is known" : "none goes together with what was asked for";
        }
        List<String> some = reasons.stream().limit(3).toList();
        return String.join(", ", some) + (reasons.size() > some.size() ? ", ..." : "");
    }

    private String reason(Trim trim, Fmri version) {
        Fmri installed = image.installed().get(version.name());
        if (trim == Trim.PUBLISHER && installed != null) {
            return version.name() + " is installed from " + installed.requirePublisher() + ", which is preferred";
        }
        if (trim == Trim.ORIGIN) {
            for (Dependency dependency : known.entry(version).dependencies()) {
                Fmri now = dependency.type() == DependencyType.ORIGIN ? image.lookedAt(dependency) : null;
                if (now != null && !Dependency.isAtLeast(dependency.target(), now.requireVersion())) {
                    String where = dependency.onRunning() ? " on the running system" : "";
                    advice.add("update " + now.name() + where + " first");
                    return describe(now) + " is installed" + where + ", and it can only follow "
                            + describe(dependency.target()) + " or newer";
                }
            }
        }
        return trim.reason();
    }

    private static String targets(Dependency dependency) {
        List<String> names = new ArrayList<>();
        dependency.targets().forEach(target -> names.add(describe(target)));
        return names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names);
    }

    private static String describe(@Nullable Fmri fmri) {
        if (fmri == null) {
            return "it";
        }
        return fmri.version() == null ? fmri.name() : fmri.name() + "@" + version(fmri);
    }

    private static String version(Fmri fmri) {
        return fmri.version() == null ? "any version" : fmri.version().shortText();
    }
}
