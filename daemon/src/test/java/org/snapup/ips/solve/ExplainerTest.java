package org.snapup.ips.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.solve.ImageSituation.PublisherRank;

/** Requests without an answer: which packages, which of their constraints, and what to do about it. */
class ExplainerTest {
    private final MemoryPackages packages = new MemoryPackages("t", ActionFilter.ALL);
    private final Map<String, Fmri> installed = new HashMap<>();
    private final Map<String, Version> frozen = new HashMap<>();

    private void installed(String... fmris) {
        for (String fmri : fmris) {
            installed.put(packages.fmri(fmri).name(), packages.fmri(fmri));
        }
    }

    private ImageSituation image() {
        return new ImageSituation(
                installed,
                Map.of("variant.arch", "i386"),
                frozen,
                Set.of(),
                List.of(new PublisherRank("t", true, true)));
    }

    private void solve(KnownPackages known, SolveRequest request) {
        new Solver(image(), known).solve(request);
    }

    private static void assertExplained(ThrowingCallable solving, String... lines) {
        String text = "no versions of the packages go together for this request:\n  " + String.join("\n  ", lines);
        assertThatThrownBy(solving)
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NO_SOLUTION))
                .hasMessage(text.replace("\n  what may help", "\nwhat may help"));
    }

    private SolveRequest wanting(String... fmris) {
        Map<String, List<Fmri>> wanted = new LinkedHashMap<>();
        for (String fmri : fmris) {
            String stem = fmri.split("@", 2)[0];
            wanted.put(stem, fmri.contains("@") ? List.of(packages.fmri(fmri)) : packages.versions(stem));
        }
        return SolveRequest.install(wanted);
    }

    @Test
    void shouldNameTheIncorporationThatHoldsWhatIsAskedFor() {
        packages.add("entire@1.0", "depend type=incorporate fmri=lib@1.0", "depend type=incorporate fmri=app@1.0");
        packages.add("lib@1.0").add("lib@2.0").add("app@1.0").add("app@2.0");
        installed("entire@1.0", "lib@1.0");

        assertExplained(
                () -> solve(packages, wanting("lib@2.0")),
                "entire@1.0 is installed and has to stay",
                "entire@1.0 holds lib at 1.0",
                "lib@2.0 is asked for",
                "what may help: remove entire; name another version of entire, too, or a version of lib that begins with 1.0");
    }

    @Test
    void shouldNameTheIncorporationThatHoldsWhatANewPackageNeeds() {
        packages.add("entire@1.0", "depend type=incorporate fmri=lib@1.0");
        packages.add("lib@1.0").add("lib@2.0").add("app@1.0", "depend type=require fmri=lib@2.0");
        installed("entire@1.0", "lib@1.0");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "entire@1.0 is installed and has to stay",
                "entire@1.0 holds lib at 1.0",
                "app is asked for",
                "app@1.0 requires lib@2.0",
                "what may help: remove entire; name another version of entire, too, or a version of lib that begins with 1.0");
    }

    @Test
    void shouldNameTheIncorporationOfAPackageThatIsAskedFor() {
        packages.add(
                "entire@1.0",
                "depend type=incorporate fmri=app@1.0",
                "depend type=incorporate fmri=lib@1.0",
                "set name=pkg.depend.install-hold value=core");
        packages.add(
                "entire@2.0",
                "depend type=incorporate fmri=app@2.0",
                "depend type=incorporate fmri=lib@2.0",
                "set name=pkg.depend.install-hold value=core");
        packages.add("lib@1.0").add("lib@2.0").add("app@1.0").add("app@2.0", "depend type=require fmri=lib@2.0");
        installed("entire@1.0", "lib@1.0");

        assertExplained(
                () -> solve(packages, wanting("app@2.0")),
                "entire@1.0 is installed and has to stay",
                "entire@1.0 holds app at 1.0",
                "app@2.0 is asked for",
                "what may help: remove entire; name another version of entire, too, or a version of app that begins with 1.0");
    }

    @Test
    void shouldNameThePackageThatIsExcluded() {
        packages.add("mta@1", "depend type=exclude fmri=sendmail").add("sendmail@8");
        installed("sendmail@8");

        assertExplained(
                () -> solve(packages, wanting("mta")),
                "mta is asked for",
                "mta@1 doesn't go with sendmail",
                "sendmail@8 is installed and has to stay",
                "what may help: remove sendmail");
    }

    @Test
    void shouldSayWhatNoPublisherHas() {
        packages.add("app@3", "depend type=require fmri=lib@3").add("lib@2");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@3 requires lib@3, which no publisher has (the newest of lib is 2)",
                "what may help: add an origin that has lib@3, or ask for a version of what needs it that does without");
    }

    @Test
    void shouldSayWhatIsFrozen() {
        packages.add("app@2", "depend type=require fmri=lib@2").add("lib@2").add("lib@1");
        installed("lib@1");
        frozen.put("lib", Version.parse("1"));

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 requires lib@2, of which lib@2 is excluded because it is frozen",
                "what may help: unfreeze lib");
    }

    @Test
    void shouldSayWhatIsObsolete() {
        packages.add("app@2", "depend type=require fmri=lib@2").add("lib@2", "set name=pkg.obsolete value=true");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 requires lib@2, which is obsolete",
                "what may help: do without what needs it, and tell its publisher");
    }

    @Test
    void shouldSayWhatAnObsoleteVersionIsNeededFor() {
        packages.add("app@2", "depend type=require fmri=lib@1")
                .add("lib@2", "set name=pkg.obsolete value=true")
                .add("lib@1");
        installed("app@2", "lib@1");

        assertExplained(
                () -> solve(packages, wanting("lib@2")),
                "app@2 is installed and has to stay",
                "app@2 requires lib@1, of which lib@1 is excluded because another version was asked for",
                "what may help: remove app; ask for a version of lib that fits");
    }

    @Test
    void shouldSayWhatARejectedPackageIsNeededFor() {
        packages.add("app@2", "depend type=require fmri=lib").add("lib@2");

        assertExplained(
                () -> solve(packages, wanting("app").rejecting(Set.of("lib"))),
                "app is asked for",
                "app@2 requires lib, of which lib@2 is excluded because it is to be removed",
                "what may help: keep lib, or do without what needs it");
    }

    @Test
    void shouldSayWhichInstalledPackageNeedsARejectedOne() {
        packages.add("app@2", "depend type=require fmri=lib").add("lib@2").add("other@1");
        installed("app@2", "lib@2");

        assertExplained(
                () -> solve(packages, wanting("other").rejecting(Set.of("lib"))),
                "app@2 is installed and has to stay",
                "app@2 requires lib, of which lib@2 is excluded because it is to be removed",
                "what may help: remove app; keep lib, or do without what needs it");
    }

    @Test
    void shouldNameTheConditionOfADependency() {
        packages.add("app@2", "depend type=conditional predicate=gui fmri=gui-app")
                .add("gui@1")
                .add("gui-app@1", "set name=variant.arch value=sparc");
        installed("gui@1");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 requires gui-app where gui is installed, of which gui-app@1 is excluded because it is made for another variant of the system",
                "gui@1 is installed and has to stay",
                "what may help: ask for a package that is made for this system; remove gui");
    }

    @Test
    void shouldGoThroughAllThatWouldDo() {
        packages.add("app@2", "depend type=require-any fmri=java@11 fmri=java-ee@11")
                .add("java@8")
                .add("java-ee@11", "depend type=require fmri=cobol");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 requires one of java@11, java-ee@11, of which no publisher has java@11",
                "java-ee@11 requires cobol, which no publisher has",
                "what may help: add an origin that has cobol, or ask for a version of what needs it that does without");
    }

    @Test
    void shouldNameTheGroupThatBringsInWhatDoesNotFit() {
        packages.add("app@2", "depend type=group-any fmri=a fmri=b")
                .add("a@1", "depend type=exclude fmri=x")
                .add("b@1", "depend type=exclude fmri=x")
                .add("x@1");
        installed("x@1");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "a@1 doesn't go with x",
                "app is asked for",
                "app@2 groups one of a, b",
                "b@1 doesn't go with x",
                "x@1 is installed and has to stay",
                "what may help: leave out what app groups: --reject a; remove x");
    }

    @Test
    void shouldNameTheLeastVersionThatGoesWithANewPackage() {
        packages.add("app@2", "depend type=optional fmri=lib@3").add("lib@2");
        installed("lib@2");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 doesn't go with a version of lib before 3",
                "lib@2 is installed and has to stay",
                "what may help: name lib@3, too, if a publisher has it; remove lib");
    }

    @Test
    void shouldNameBothConstraintsOfOnePackage() {
        packages.add("app@2", "depend type=exclude fmri=lib@2", "depend type=require fmri=lib@1")
                .add("lib@2")
                .add("lib@1");
        installed("lib@2");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 doesn't go with lib@2 or newer",
                "app@2 requires lib@1",
                "what may help: ask for other versions, or do without one of these packages");
    }

    @Test
    void shouldSayThatAPackageIsForAnotherVariant() {
        packages.add("app@2", "set name=variant.arch value=sparc");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for, but of it app@2 is excluded because it is made for another variant of the system",
                "what may help: ask for a package that is made for this system");
    }

    @Test
    void shouldNameThePackageThatHasToBeUpdatedFirst() {
        packages.add("app@2", "depend type=origin fmri=boot@3").add("boot@2");
        installed("boot@2");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for, but of it app@2 is excluded because boot@2 is installed, and it can only follow boot@3 or newer",
                "what may help: update boot first");
    }

    @Test
    void shouldNameThePackageThatHasToBeUpdatedOnTheRunningSystemFirst() {
        packages.add("app@2", "depend type=origin fmri=boot@3 root-image=true")
                .add("boot@2")
                .add("boot@3");
        installed("boot@3");
        Map<String, Fmri> running = Map.of("boot", packages.fmri("boot@2"));

        assertExplained(
                () -> new Solver(image().on(() -> running), packages).solve(wanting("app")),
                "app is asked for, but of it app@2 is excluded because boot@2 is installed on the running system, and it can only follow boot@3 or newer",
                "what may help: update boot on the running system first");
    }

    @Test
    void shouldSayWhatHasToBeNamed() {
        packages.add("app@2", "depend type=require fmri=odd")
                .add("odd@1", "set name=pkg.depend.explicit-install value=true");

        assertExplained(
                () -> solve(packages, wanting("app")),
                "app is asked for",
                "app@2 requires odd, of which odd@1 is excluded because it is only installed when it is named",
                "what may help: name odd, too");
    }

    @Test
    void shouldNameThePublisherThatIsPreferred() {
        MemoryPackages second = new MemoryPackages("second", ActionFilter.ALL);
        second.add("lib@2");
        packages.add("lib@1").add("app@2", "depend type=require fmri=lib@2");
        installed("lib@1");

        assertExplained(
                () -> solve(packages.and(second), wanting("app")),
                "app is asked for",
                "app@2 requires lib@2, of which lib@2 is excluded because lib is installed from t, which is preferred",
                "what may help: name the publisher, too: pkg://second/lib");
    }

    @Test
    void shouldNameTwoIncorporationsAgainstEachOther() {
        packages.add("a@1", "depend type=incorporate fmri=lib@1", "depend type=require fmri=lib")
                .add("b@1", "depend type=incorporate fmri=lib@2", "depend type=require fmri=lib")
                .add("lib@1")
                .add("lib@2");

        assertExplained(
                () -> solve(packages, wanting("a", "b")),
                "a is asked for",
                "a@1 holds lib at 1",
                "a@1 requires lib",
                "b is asked for",
                "b@1 holds lib at 2",
                "what may help: name another version of a, too, or a version of lib that begins with 1; name another version of b, too, or a version of lib that begins with 2");
    }

    /** Zones are another image's business: a dependency on their parent keeps nobody from anything. */
    @Test
    void shouldNotAskForAParentImage() {
        packages.add("app@2", "depend type=parent fmri=feature/package/dependency/self");

        Solution solution = new Solver(image(), packages).solve(wanting("app"));

        assertThat(solution.installed()).containsKey("app");
    }
}
