package org.snapup.ips.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.solve.ImageSituation.PublisherRank;

class SolverTest {
    private final MemoryPackages packages = new MemoryPackages("t", ActionFilter.ALL);

    @Test
    void shouldTakeTheNewestThatWorksTogether() {
        packages.add("lib@1.0").add("lib@2.0").add("app@1.0", "depend type=require fmri=lib@1.0");
        packages.add("app@2.0", "depend type=require fmri=lib@2.0");
        packages.add("app@3.0", "depend type=require fmri=lib@3.0");

        assertThat(install(situation(), "app")).containsExactlyInAnyOrder("app@2.0", "lib@2.0");
    }

    @Test
    void shouldRatherAddMoreThanSomethingOlder() {
        packages.add("old@1").add("new@1").add("app@1", "depend type=require fmri=old");
        packages.add("old@2", "set name=pkg.renamed value=true", "depend type=require fmri=new@1");

        assertThat(install(situation(), "app")).containsExactlyInAnyOrder("app@1", "old@2", "new@1");
    }

    @Test
    void shouldFindTheNewestOfManyThatAreBroughtInTogether() {
        int many = 300;
        for (int i = 0; i < many; i++) {
            for (int version = 1; version <= 3; version++) {
                packages.add(
                        "p%d@%d".formatted(i, version),
                        "depend type=%s fmri=p%d".formatted(i + 1 < many ? "require" : "optional", i + 1),
                        i == 7 ? "depend type=incorporate fmri=p9@" + version : "depend type=optional fmri=p0",
                        i == 9 ? "depend type=exclude fmri=p11@" + version : "depend type=optional fmri=p0");
            }
        }
        packages.add("app@1", "depend type=require fmri=p0");

        List<String> installed = install(situation(), "app");

        // with p9 at its newest p11 isn't, and the other way round p7 and p9 aren't
        assertThat(installed).hasSize(many + 1);
        assertThat(installed.stream().filter(fmri -> !fmri.endsWith("@3"))).containsExactlyInAnyOrder("app@1", "p11@2");
    }

    @Test
    void shouldNotDoWithoutTheNewNameForTheSakeOfItsNewestVersion() {
        packages.add("app@1", "depend type=require fmri=old");
        packages.add("old@1").add("old@2", "set name=pkg.renamed value=true", "depend type=require fmri=new@2");
        packages.add("new@2", "depend type=incorporate fmri=app@1");
        packages.add("new@3", "depend type=incorporate fmri=app@2");

        assertThat(install(situation(), "app")).containsExactlyInAnyOrder("app@1", "old@2", "new@2");
    }

    @Test
    void shouldLeaveOutAMemberOfAGroupThatNeedsWhatCantBeInstalled() {
        packages.add("set@1", "depend type=group fmri=member", "depend type=group fmri=other");
        packages.add("member@1", "depend type=require-any fmri=gone fmri=nowhere");
        packages.add("gone@1", "set name=pkg.obsolete value=true").add("other@1");
        packages.add("far@1", "depend type=group fmri=between");
        packages.add("between@1", "depend type=require fmri=member");

        assertThat(install(situation(), "set")).containsExactlyInAnyOrder("set@1", "other@1");
        assertThatThrownBy(() -> install(situation(), "member")).isInstanceOf(IpsException.class);
        assertThatThrownBy(() -> install(situation(), "far")).isInstanceOf(IpsException.class);
    }

    @Test
    void shouldChangeAsLittleAsPossibleOnInstall() {
        packages.add("lib@1.0").add("lib@2.0").add("other@1.0").add("other@2.0");
        packages.add("app@1.0", "depend type=require fmri=lib@1.0");

        assertThat(install(situation("lib@1.0", "other@1.0"), "app"))
                .containsExactlyInAnyOrder("app@1.0", "lib@1.0", "other@1.0");
    }

    @Test
    void shouldLookAtTheRunningSystemWhereAnOriginSaysSo() {
        packages.add("boot@1").add("boot@2");
        packages.add("app@1.0").add("app@2.0", "depend type=origin fmri=boot@2 root-image=true");
        ImageSituation image = situation("boot@1", "app@1.0");

        assertThat(update(image.on(() -> Map.of("boot", packages.fmri("boot@2")))))
                .contains("app@2.0");
        assertThat(update(image.on(() -> Map.of("boot", packages.fmri("boot@1")))))
                .contains("app@1.0");
        assertThat(update(image)).as("nothing is known of it").contains("app@2.0");
    }

    @Test
    void shouldLookAtTheRunningSystemOnlyWhereAnOriginSaysSo() {
        packages.add("boot@1").add("app@1.0").add("app@2.0", "depend type=origin fmri=boot@1");
        packages.add("driver@1").add("driver@2", "depend type=origin fmri=feature/firmware/mpt_sas root-image=true");
        ImageSituation image = situation("boot@1", "app@1.0", "driver@1").on(() -> {
            throw new AssertionError("it was looked at");
        });

        assertThat(update(image)).containsExactlyInAnyOrder("app@2.0", "boot@1", "driver@2");
    }

    @Test
    void shouldSayWhatIsMissing() {
        packages.add("app@3.0", "depend type=require fmri=lib@3.0");

        assertThatThrownBy(() -> install(situation(), "app"))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NO_SOLUTION))
                .hasMessageContaining("app@3.0 requires lib@3.0, which no publisher has");
    }

    @Test
    void shouldNameTheIncorporationAndTheFreezeThatStandInTheWay() {
        packages.add("lib@1.0").add("lib@2.0").add("inc@1", "depend type=incorporate fmri=lib@1.0");
        packages.add("app@1.0", "depend type=require fmri=lib@2.0");

        assertThatThrownBy(() -> install(situation("inc@1", "lib@1.0"), "app"))
                .hasMessageContaining("inc@1 holds lib at 1.0")
                .hasMessageContaining("app@1.0 requires lib@2.0");
        ImageSituation frozen = new ImageSituation(
                Map.of("lib", packages.fmri("lib@1.0")),
                Map.of(),
                Map.of("lib", Version.parse("1.0")),
                Set.of(),
                List.of(new PublisherRank("t", true, true)));
        assertThatThrownBy(() -> install(frozen, "app"))
                .hasMessageContaining("lib@2.0 is excluded because it is frozen")
                .hasMessageContaining("unfreeze lib");
    }

    @Test
    void shouldRefuseToRemoveWhatIsNeeded() {
        packages.add("lib@1.0").add("app@1.0", "depend type=require fmri=lib");

        assertThatThrownBy(() ->
                        new Solver(situation("lib@1.0", "app@1.0"), packages).solve(SolveRequest.remove(Set.of("lib"))))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.CONFLICT))
                .hasMessageContaining("lib is needed by app");
    }

    @Test
    void shouldStayWithTheStickyPublisher() {
        MemoryPackages second = new MemoryPackages("second", ActionFilter.ALL);
        second.add("lib@9.0");
        packages.add("lib@1.0").add("lib@2.0");
        KnownPackages both = packages.and(second);
        ImageSituation sticky = situation("lib@1.0");
        ImageSituation loose = new ImageSituation(
                sticky.installed(),
                Map.of(),
                Map.of(),
                Set.of(),
                List.of(new PublisherRank("second", true, true), new PublisherRank("t", false, true)));

        assertThat(solve(new Solver(sticky, both), SolveRequest.update())).containsExactly("lib@2.0");
        assertThat(solve(new Solver(loose, both), SolveRequest.update())).containsExactly("lib@9.0");
    }

    @Test
    void shouldTakeTheSameVersionOfAnotherPublisherOnlyWhereItIsNamed() {
        MemoryPackages second = new MemoryPackages("second", ActionFilter.ALL);
        second.add("lib@1.0");
        packages.add("lib@1.0");
        KnownPackages both = packages.and(second);
        ImageSituation loose = new ImageSituation(
                situation("lib@1.0").installed(),
                Map.of(),
                Map.of(),
                Set.of(),
                List.of(new PublisherRank("second", true, true), new PublisherRank("t", false, true)));
        Fmri own = packages.fmri("lib@1.0");
        Fmri other = second.fmri("lib@1.0");

        assertThat(installed(loose, both, List.of(own, other))).isEqualTo(own);
        assertThat(installed(loose, both, List.of(other))).isEqualTo(other);
        assertThat(new Solver(loose, both).solve(SolveRequest.update()).installed())
                .containsEntry("lib", own);
    }

    private static @Nullable Fmri installed(ImageSituation image, KnownPackages known, List<Fmri> proposed) {
        return new Solver(image, known)
                .solve(SolveRequest.install(Map.of("lib", proposed)))
                .installed()
                .get("lib");
    }

    /** As large as a workstation with every package of a distribution. */
    @Test
    void shouldPlanAnUpdateOfTwoThousandPackagesQuickly() {
        int count = 2009;
        Map<String, Fmri> installed = new HashMap<>();
        for (int v = 1; v <= 3; v++) {
            List<String> constraints = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String version = v + ".0-2026.0." + v;
                List<String> actions = new ArrayList<>();
                for (int d = 1; d <= 4; d++) {
                    if (i - d * 7 > 0) {
                        actions.add("depend type=require fmri=pkg:/p" + (i - d * 7) + "@" + (d == 1 ? version : "1.0"));
                    }
                }
                packages.add("p" + i + "@" + version, actions);
                constraints.add("depend type=incorporate fmri=pkg:/p" + i + "@" + v + ".0-2026.0." + v);
                if (v == 1) {
                    installed.put("p" + i, packages.fmri("p" + i + "@" + version));
                }
            }
            constraints.add("set name=pkg.depend.install-hold value=core");
            packages.add("entire@" + v, constraints);
        }
        installed.put("entire", packages.fmri("entire@1"));
        ImageSituation image = new ImageSituation(
                installed, Map.of(), Map.of(), Set.of(), List.of(new PublisherRank("t", true, true)));
        new Solver(image, packages).solve(SolveRequest.update());

        long start = System.nanoTime();
        Solution solution = new Solver(image, packages).solve(SolveRequest.update());
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        assertThat(solution.installed()).hasSize(count + 1);
        assertThat(solution.installed().values())
                .allMatch(f -> f.requireVersion().release().toString().startsWith("3"));
        assertThat(time).isLessThan(Duration.ofSeconds(3));
    }

    private List<String> install(ImageSituation image, String stem) {
        return solve(new Solver(image, packages), SolveRequest.install(Map.of(stem, packages.versions(stem))));
    }

    private static List<String> solve(Solver solver, SolveRequest request) {
        return solver.solve(request).installed().values().stream()
                .map(fmri -> fmri.name() + "@" + fmri.requireVersion().shortText())
                .sorted()
                .toList();
    }

    private List<String> update(ImageSituation image) {
        return solve(new Solver(image, packages), SolveRequest.update());
    }

    private ImageSituation situation(String... installed) {
        Map<String, Fmri> byStem = new HashMap<>();
        for (String fmri : installed) {
            byStem.put(packages.fmri(fmri).name(), packages.fmri(fmri));
        }
        return new ImageSituation(byStem, Map.of(), Map.of(), Set.of(), List.of(new PublisherRank("t", true, true)));
    }
}
