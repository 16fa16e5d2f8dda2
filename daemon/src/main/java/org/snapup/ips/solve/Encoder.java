package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.snapup.ips.fmri.Fmri;

/**
 * The problem as clauses: one variable for each package version that could take part, found by following the
 * dependencies from what is installed and what is asked for.
 */
final class Encoder {
    /** Receives the clauses. */
    interface Sink {
        /** The literals of which one has to hold, and why. */
        void clause(Reason reason, int... literals);

        /** At most one of these versions of one package. */
        void oneVersion(int[] variables);
    }

    private final ImageSituation image;
    private final KnownPackages known;
    private final SolveRequest request;
    private final Candidates candidates;
    private final Map<String, Choice> choices = new HashMap<>();
    private final List<Choice> order = new ArrayList<>();
    private int variableCount;

    Encoder(ImageSituation image, KnownPackages known, SolveRequest request, Candidates candidates) {
        this.image = image;
        this.known = known;
        this.request = request;
        this.candidates = candidates;
        Map<String, List<PackageEntry>> closure = closure();
        for (String stem : new IncorporationOrder(closure).sorted()) {
            Choice choice = new Choice(stem, closure.getOrDefault(stem, List.of()), variableCount + 1);
            variableCount += choice.count();
            choices.put(stem, choice);
            order.add(choice);
        }
    }

    /** The packages that could take part, those that constrain others first. */
    List<Choice> choices() {
        return order;
    }

    /** Without versions where the package takes no part. */
    Choice choice(String stem) {
        Choice choice = choices.get(stem);
        return choice == null ? new Choice(stem, List.of(), 0) : choice;
    }

    int variableCount() {
        return variableCount;
    }

    private Map<String, List<PackageEntry>> closure() {
        Deque<String> work = new ArrayDeque<>(new TreeSet<>(image.installed().keySet()));
        work.addAll(new TreeSet<>(request.proposed().keySet()));
        Map<String, List<PackageEntry>> closure = new HashMap<>();
        while (!work.isEmpty()) {
            String stem = work.remove();
            if (closure.containsKey(stem)) {
                continue;
            }
            List<PackageEntry> versions =
                    candidates.of(stem).stream().map(known::entry).toList();
            closure.put(stem, versions);
            for (PackageEntry version : versions) {
                for (Dependency dependency : version.dependencies()) {
                    if (bringsIn(dependency.type())) {
                        dependency.targets().forEach(target -> work.add(target.name()));
                    }
                }
            }
        }
        return closure;
    }

    private static boolean bringsIn(DependencyType type) {
        return switch (type) {
            case REQUIRE, CONDITIONAL, REQUIRE_ANY, GROUP, GROUP_ANY -> true;
            case OPTIONAL, EXCLUDE, INCORPORATE, PARENT, ORIGIN -> false;
        };
    }

    /** Gives clauses to the sink that have the same solutions as all of them. */
    void encode(Sink sink) {
        Set<String> wanted =
                order.stream().map(Choice::stem).filter(this::isWanted).collect(Collectors.toSet());
        encode(sink, dependency -> isMetByAny(dependency, wanted));
    }

    /** Gives all clauses to the sink. */
    void encodeAll(Sink sink) {
        encode(sink, dependency -> false);
    }

    private void encode(Sink sink, Predicate<Dependency> isMet) {
        for (Choice choice : order) {
            sink.oneVersion(choice.variables());
            if (isWanted(choice.stem())) {
                sink.clause(Reason.wanted(choice.stem()), choice.variables());
            }
            for (int i = 0; i < choice.count(); i++) {
                PackageEntry version = choice.versions().get(i);
                for (Dependency dependency : version.dependencies()) {
                    if (!isMet.test(dependency)) {
                        encode(Reason.of(version.fmri(), dependency), -choice.variable(i), dependency, sink);
                    }
                }
            }
        }
    }

    private boolean isWanted(String stem) {
        if (request.proposed().containsKey(stem)) {
            return true;
        }
        Fmri installed = image.installed().get(stem);
        // What isn't made for the image's variants (any more) needn't stay.
        return installed != null
                && !request.rejected().contains(stem)
                && known.entry(installed).fits(image.variants());
    }

    /** Whether it asks for a package that is there anyway, and whose version doesn't matter. */
    private boolean isMetByAny(Dependency dependency, Set<String> wanted) {
        return switch (dependency.type()) {
            case REQUIRE, REQUIRE_ANY ->
                dependency.targets().stream().anyMatch(target -> wanted.contains(target.name()) && isMetByAny(target));
            case CONDITIONAL, GROUP, GROUP_ANY, OPTIONAL, EXCLUDE, INCORPORATE, PARENT, ORIGIN -> false;
        };
    }

    private boolean isMetByAny(Fmri target) {
        for (PackageEntry version : choice(target.name()).versions()) {
            if (!satisfies(target, version)) {
                return false;
            }
        }
        return true;
    }

    private void encode(Reason reason, int not, Dependency dependency, Sink sink) {
        switch (dependency.type()) {
            case REQUIRE, REQUIRE_ANY -> sink.clause(reason, satisfying(not, dependency));
            case CONDITIONAL -> conditional(dependency, reason, not, sink);
            case GROUP, GROUP_ANY -> {
                int[] clause = groupMembers(not, dependency);
                if (clause.length > 1) {
                    sink.clause(reason, clause);
                }
            }
            case OPTIONAL -> exclude(dependency, reason, not, sink, false);
            case EXCLUDE -> exclude(dependency, reason, not, sink, true);
            case INCORPORATE -> {
                Choice choice = choice(dependency.target().name());
                for (int i = 0; i < choice.count(); i++) {
                    if (!Dependency.isWithin(dependency.target(), choice.version(i))) {
                        sink.clause(reason, not, -choice.variable(i));
                    }
                }
            }
            case PARENT, ORIGIN -> {
                // Not about what will be installed: candidates that break an origin are left out already.
            }
        }
    }

    private void exclude(Dependency dependency, Reason reason, int not, Sink sink, boolean newer) {
        Choice choice = choice(dependency.target().name());
        for (int i = 0; i < choice.count(); i++) {
            if (Dependency.isAtLeast(dependency.target(), choice.version(i)) == newer) {
                sink.clause(reason, not, -choice.variable(i));
            }
        }
    }

    private void conditional(Dependency dependency, Reason reason, int not, Sink sink) {
        Fmri predicate = dependency.predicate();
        if (predicate == null) {
            return;
        }
        int[] consequence = satisfying(not, dependency);
        Choice choice = choice(predicate.name());
        for (int i = 0; i < choice.count(); i++) {
            if (Dependency.isAtLeast(predicate, choice.version(i))) {
                int[] clause = Arrays.copyOf(consequence, consequence.length + 1);
                clause[consequence.length] = -choice.variable(i);
                sink.clause(reason, clause);
            }
        }
    }

    /** Which versions a dependency is met by. */
    private interface Acceptable {
        boolean test(Fmri target, PackageEntry version);
    }

    /** A literal, or one of the versions of a dependency's targets that are acceptable. */
    private int[] clause(int literal, Dependency dependency, Acceptable acceptable) {
        int[] clause = {literal};
        int length = 1;
        for (Fmri target : dependency.targets()) {
            Choice choice = choice(target.name());
            clause = Arrays.copyOf(clause, length + choice.count());
            for (int i = 0; i < choice.count(); i++) {
                if (acceptable.test(target, choice.versions().get(i))) {
                    clause[length++] = choice.variable(i);
                }
            }
        }
        return Arrays.copyOf(clause, length);
    }

    private int[] satisfying(int not, Dependency dependency) {
        return clause(not, dependency, Encoder::satisfies);
    }

    private static boolean satisfies(Fmri target, PackageEntry version) {
        return Dependency.isAtLeast(target, version.fmri().requireVersion()) && !version.obsolete();
    }

    /**
     * Obsolete versions count, so that a group doesn't keep a member from ending; those that require what can't be installed
     * don't, and a group does without a member that has no others. As with pkg(1), one step is looked at.
     */
    private int[] groupMembers(int not, Dependency dependency) {
        return clause(
                not,
                dependency,
                (target, version) -> !image.avoided().contains(target.name())
                        && !request.rejected().contains(target.name())
                        && hasHope(version));
    }

    private boolean hasHope(PackageEntry version) {
        return version.dependencies().stream()
                .noneMatch(dependency ->
                        (dependency.type() == DependencyType.REQUIRE || dependency.type() == DependencyType.REQUIRE_ANY)
                                && satisfying(0, dependency).length == 1);
    }
}
