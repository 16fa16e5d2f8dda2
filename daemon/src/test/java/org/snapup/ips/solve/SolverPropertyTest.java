package org.snapup.ips.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.solve.ImageSituation.PublisherRank;

/** Small worlds of packages, and every set of their versions tried by hand. */
class SolverPropertyTest {
    private static final List<String> STEMS = List.of("a", "b", "c", "d");
    private static final List<String> VERSIONS = List.of("1", "2", "2.1");

    /** The dependencies of each version of each stem. */
    record World(List<List<String>> dependencies) {
        List<String> of(int stem, int version) {
            return dependencies.get(stem * VERSIONS.size() + version);
        }
    }

    @Provide
    Arbitrary<World> worlds() {
        Arbitrary<String> target = Combinators.combine(
                        Arbitraries.of(STEMS), Arbitraries.of("", "@1", "@2", "@2.1", "@3"))
                .as(String::concat);
        Arbitrary<String> type = Arbitraries.of(
                "require",
                "require",
                "incorporate",
                "incorporate",
                "optional",
                "exclude",
                "conditional",
                "require-any");
        Arbitrary<String> dependency = Combinators.combine(type, target, target)
                .as((kind, first, second) -> "depend type=" + kind + " fmri=" + first
                        + switch (kind) {
                            case "conditional" -> " predicate=" + second;
                            case "require-any" -> " fmri=" + second;
                            default -> "";
                        });
        return dependency
                .list()
                .ofMaxSize(2)
                .list()
                .ofSize(STEMS.size() * VERSIONS.size())
                .map(World::new);
    }

    @Property(tries = 300)
    void solutionsSatisfyAllThatPackagesAskFor(@ForAll("worlds") World world) {
        MemoryPackages packages = new MemoryPackages("t", ActionFilter.ALL);
        for (int stem = 0; stem < STEMS.size(); stem++) {
            for (int version = 0; version < VERSIONS.size(); version++) {
                packages.add(STEMS.get(stem) + "@" + VERSIONS.get(version), world.of(stem, version));
            }
        }
        ImageSituation empty =
                new ImageSituation(Map.of(), Map.of(), Map.of(), Set.of(), List.of(new PublisherRank("t", true, true)));
        SolveRequest request = SolveRequest.install(Map.of("a", packages.versions("a"), "b", packages.versions("b")));
        Version newest = newest(packages);

        Map<String, Fmri> solution;
        try {
            solution = new Solver(empty, packages).solve(request).installed();
        } catch (IpsException e) {
            assertThat(e.kind()).isEqualTo(IpsException.Kind.NO_SOLUTION);
            assertThat(newest).as("the newest a of any set that works").isNull();
            return;
        }

        assertThat(solution).containsKeys("a", "b");
        assertThat(holds(solution.values(), packages))
                .as(solution.values().toString())
                .isTrue();
        assertThat(solution.get("a")).extracting(Fmri::version).isEqualTo(newest);
    }

    /** Of the package {@code a} in any set with it and {@code b} that works; null if none does. */
    private static @org.jspecify.annotations.Nullable Version newest(MemoryPackages packages) {
        Version newest = null;
        int choices = VERSIONS.size() + 1;
        for (int number = 0; number < choices * choices * choices * choices; number++) {
            List<Fmri> set = new ArrayList<>();
            int rest = number;
            for (String stem : STEMS) {
                if (rest % choices > 0) {
                    set.add(packages.fmri(stem + "@" + VERSIONS.get(rest % choices - 1)));
                }
                rest /= choices;
            }
            boolean wanted = number % choices > 0 && number / choices % choices > 0;
            if (wanted && holds(set, packages)) {
                Version version = set.get(0).requireVersion();
                newest = newest == null || version.compareTo(newest) > 0 ? version : newest;
            }
        }
        return newest;
    }

    private static boolean holds(Collection<Fmri> set, MemoryPackages packages) {
        Map<String, Version> there = new HashMap<>();
        set.forEach(fmri -> there.put(fmri.name(), fmri.requireVersion()));
        return set.stream()
                .flatMap(fmri -> packages.entry(fmri).dependencies().stream())
                .allMatch(dependency -> holds(dependency, there));
    }

    private static boolean holds(Dependency dependency, Map<String, Version> there) {
        boolean met = dependency.targets().stream().anyMatch(target -> atLeast(target, there));
        Fmri target = dependency.target();
        Version version = there.get(target.name());
        return switch (dependency.type()) {
            case REQUIRE, REQUIRE_ANY -> met;
            case OPTIONAL -> version == null || met;
            case EXCLUDE -> !met;
            case INCORPORATE ->
                version == null
                        || target.version() == null
                        || version.isSuccessor(target.requireVersion(), Version.Constraint.AUTO);
            case CONDITIONAL -> {
                Fmri predicate = dependency.predicate();
                yield predicate == null || !atLeast(predicate, there) || met;
            }
            case GROUP, GROUP_ANY, PARENT, ORIGIN -> throw new IllegalStateException("not in these worlds");
        };
    }

    private static boolean atLeast(Fmri wanted, Map<String, Version> there) {
        Version version = there.get(wanted.name());
        return version != null && (wanted.version() == null || version.compareTo(wanted.requireVersion()) >= 0);
    }
}
