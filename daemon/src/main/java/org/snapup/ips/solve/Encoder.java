package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private final Map<Fmri, Integer> variables = new LinkedHashMap<>();
    private final Map<String, List<Fmri>> stems = new HashMap<>();
    private final List<String> order;

    Encoder(ImageSituation image, KnownPackages known, SolveRequest request, Candidates candidates) {
        this.image = image;
        this.known = known;
        this.request = request;
        this.candidates = candidates;
        Set<String> closure = closure();
        this.order = new IncorporationOrder(known, stems).sort(closure);
        for (String stem : order) {
            for (Fmri fmri : versions(stem)) {
                variables.put(fmri, variables.size() + 1);
            }
        }
    }

    /** The packages that could take part, those that constrain others first. */
    List<String> stems() {
        return order;
    }

    /** The versions of one of them that could be installed, newest first. */
    List<Fmri> versions(String stem) {
        return stems.getOrDefault(stem, List.of());
    }

    int variable(Fmri fmri) {
        Integer variable = variables.get(fmri);
        if (variable == null) {
            throw new IllegalArgumentException(fmri + " takes no part");
        }
        return variable;
    }

    int variableCount() {
        return variables.size();
    }

    private Set<String> closure() {
        Deque<String> work = new ArrayDeque<>(new TreeSet<>(image.installed().keySet()));
        work.addAll(new TreeSet<>(request.proposed().keySet()));
        Set<String> closure = new LinkedHashSet<>();
        while (!work.isEmpty()) {
            String stem = work.remove();
            if (!closure.add(stem)) {
                continue;
            }
            List<Fmri> versions = candidates.of(stem);
            stems.put(stem, versions);
            for (Fmri version : versions) {
                for (Dependency dependency : known.entry(version).dependencies()) {
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

    /** Gives all clauses to the sink. */
    void encode(Sink sink) {
        for (String stem : order) {
            int[] versions = literals(versions(stem));
            sink.oneVersion(versions);
            Fmri installed = image.installed().get(stem);
            // What isn't made for the image's variants (any more) needn't stay.
            boolean stays = installed != null
                    && !request.rejected().contains(stem)
                    && known.entry(installed).fits(image.variants());
            if (stays || request.proposed().containsKey(stem)) {
                sink.clause(Reason.wanted(stem), versions);
            }
            for (Fmri version : versions(stem)) {
                for (Dependency dependency : known.entry(version).dependencies()) {
                    encode(version, dependency, sink);
                }
            }
        }
    }

    private void encode(Fmri source, Dependency dependency, Sink sink) {
        Reason reason = Reason.of(source, dependency);
        int not = -variable(source);
        switch (dependency.type()) {
            case REQUIRE, REQUIRE_ANY -> sink.clause(reason, clause(not, satisfying(dependency)));
            case CONDITIONAL -> conditional(dependency, reason, not, sink);
            case GROUP, GROUP_ANY -> {
                List<Fmri> members = groupMembers(dependency);
                if (!members.isEmpty()) {
                    sink.clause(reason, clause(not, members));
                }
            }
            case OPTIONAL -> exclude(dependency, reason, not, sink, false);
            case EXCLUDE -> exclude(dependency, reason, not, sink, true);
            case INCORPORATE -> {
                for (Fmri version : versions(dependency.target().name())) {
                    if (!Dependency.isWithin(dependency.target(), version.requireVersion())) {
                        sink.clause(reason, not, -variable(version));
                    }
                }
            }
            case PARENT, ORIGIN -> {
                // Not about what will be installed: candidates that break an origin are left out already.
            }
        }
    }

    private void exclude(Dependency dependency, Reason reason, int not, Sink sink, boolean newer) {
        for (Fmri version : versions(dependency.target().name())) {
            if (Dependency.isAtLeast(dependency.target(), version.requireVersion()) == newer) {
                sink.clause(reason, not, -variable(version));
            }
        }
    }

    private void conditional(Dependency dependency, Reason reason, int not, Sink sink) {
        Fmri predicate = dependency.predicate();
        if (predicate == null) {
            return;
        }
        int[] consequence = clause(not, satisfying(dependency));
        for (Fmri version : versions(predicate.name())) {
            if (Dependency.isAtLeast(predicate, version.requireVersion())) {
                int[] clause = Arrays.copyOf(consequence, consequence.length + 1);
                clause[consequence.length] = -variable(version);
                sink.clause(reason, clause);
            }
        }
    }

    private List<Fmri> satisfying(Dependency dependency) {
        List<Fmri> satisfying = new ArrayList<>();
        for (Fmri target : dependency.targets()) {
            for (Fmri version : versions(target.name())) {
                if (Dependency.isAtLeast(target, version.requireVersion())
                        && !known.entry(version).obsolete()) {
                    satisfying.add(version);
                }
            }
        }
        return satisfying;
    }

    /**
     * Obsolete versions count, so that a group doesn't keep a member from ending; those that require what can't be installed
     * don't, and a group does without a member that has no others. As with pkg(1), one step is looked at.
     */
    private List<Fmri> groupMembers(Dependency dependency) {
        List<Fmri> members = new ArrayList<>();
        for (Fmri target : dependency.targets()) {
            if (!image.avoided().contains(target.name()) && !request.rejected().contains(target.name())) {
                versions(target.name()).stream().filter(this::hasHope).forEach(members::add);
            }
        }
        return members;
    }

    private boolean hasHope(Fmri version) {
        return known.entry(version).dependencies().stream()
                .noneMatch(dependency ->
                        (dependency.type() == DependencyType.REQUIRE || dependency.type() == DependencyType.REQUIRE_ANY)
                                && satisfying(dependency).isEmpty());
    }

    private int[] clause(int first, Collection<Fmri> others) {
        int[] literals = new int[others.size() + 1];
        literals[0] = first;
        int i = 1;
        for (Fmri other : others) {
            literals[i++] = variable(other);
        }
        return literals;
    }

    private int[] literals(List<Fmri> versions) {
        return versions.stream().mapToInt(this::variable).toArray();
    }
}
