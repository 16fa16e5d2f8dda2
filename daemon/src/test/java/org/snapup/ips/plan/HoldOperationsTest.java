package org.snapup.ips.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Freeze;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;

class HoldOperationsTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void createWorld() {
        world = new TestWorld(temporary);
        world.publish("lib@1.0");
        world.publish("lib@1.1");
        world.publish("lib@2.0");
        world.publish("extra@1");
        world.publish("grp@1", "depend type=group fmri=lib", "depend type=group fmri=extra");
    }

    @Test
    void shouldNotAvoidWhatWasAskedForUnderItsFormerName() {
        world.publish("old@1", "set name=pkg.renamed value=true", "depend type=require fmri=lib");
        avoid("old");
        avoid("lib");

        world.install("old");

        assertThat(world.installed()).noneMatch(name -> name.startsWith("old"));
        assertThat(Ips.avoided(world.root)).isEmpty();
    }

    @Test
    void shouldFreezeAtTheInstalledOrTheGivenVersion() {
        world.install("lib@1.0");

        assertThat(freeze("lib", true)).hasSize(1);
        assertThat(Ips.frozen(world.root)).isEmpty();
        freeze("lib", false);
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();
        Freeze frozen = requireNonNull(Ips.frozen(world.root).get("lib"));
        assertThat(frozen.version())
                .isEqualTo(requireNonNull(Ips.installed(world.root).get("lib")).version());
        assertThat(frozen.comment()).isEqualTo("because");

        freeze("lib@1", false);
        world.run(PlanRequest.update());
        assertThat(world.installed()).containsExactly("lib@1.1");
        assertThat(Ips.frozen(world.root)).containsOnlyKeys("lib");

        assertThat(Ips.unfreeze(world.root, List.of("nosuch"), false, world.cache))
                .isEmpty();
        assertThat(Ips.unfreeze(world.root, List.of("lib"), true, world.cache)).containsExactly("lib");
        assertThat(Ips.unfreeze(world.root, List.of("l*"), false, world.cache)).containsExactly("lib");
        world.run(PlanRequest.update());
        assertThat(world.installed()).containsExactly("lib@2.0");
    }

    @Test
    void shouldFreezeWhatIsNotInstalledAtAVersionOnly() {
        freeze("lib@1", false);
        world.install("lib");
        assertThat(world.installed()).containsExactly("lib@1.1");

        assertFails(IpsException.Kind.NOT_FOUND, "NAME@VERSION", () -> freeze("extra", false));
        assertFails(IpsException.Kind.NOT_FOUND, "not installed", () -> freeze("no*", false));
        assertFails(IpsException.Kind.CONFLICT, "lib@1.1 is installed", () -> freeze("lib@2.0", false));
        assertFails(
                IpsException.Kind.CONFLICT,
                "two versions at once",
                () -> Ips.freeze(world.root, List.of("lib", "lib@1"), Optional.empty(), false, world.cache));
        assertFails(
                IpsException.Kind.BAD_INPUT,
                "no package was named",
                () -> Ips.freeze(world.root, List.of(), Optional.empty(), false, world.cache));
    }

    /** The real tool shows what these marks say. */
    @Test
    void shouldMarkEveryVersionThatIsFrozen() {
        world.install("lib@1.0");
        freeze("lib@1", false);
        freeze("extra@1", false);
        freeze("grp@2", false);
        assertThat(marked()).containsExactly("extra@1", "lib@1.0", "lib@1.1");

        Ips.unfreeze(world.root, List.of("extra"), false, world.cache);
        assertThat(marked()).containsExactly("lib@1.0", "lib@1.1");

        world.install("lib@1.1");
        assertThat(marked()).containsExactly("lib@1.0", "lib@1.1");
    }

    private List<String> marked() {
        try (ImageFiles files = ImageFiles.open(world.root)) {
            return Image.readKnown(files)
                    .entries()
                    .filter(entry -> requireNonNull(entry.state()).has(EntryState.FROZEN))
                    .map(entry -> entry.fmri().name() + "@"
                            + entry.fmri().requireVersion().release())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldKeepGroupsFromBringingInWhatIsAvoided() {
        assertThat(avoid("extra")).containsExactly("extra");
        world.install("grp");
        assertThat(world.installed()).containsExactly("grp@1", "lib@2.0");
        assertThat(Ips.avoided(world.root)).containsOnlyKeys("extra").containsEntry("extra", List.of("grp"));

        assertFails(IpsException.Kind.CONFLICT, "an installed group asks for extra", () -> unavoid("extra"));
        assertFails(IpsException.Kind.CONFLICT, "not avoided: lib", () -> unavoid("lib"));
        assertFails(IpsException.Kind.NOT_FOUND, "nosuch", () -> unavoid("nosuch"));
        assertFails(IpsException.Kind.NOT_FOUND, "nosuch", () -> avoid("nosuch"));
        assertFails(IpsException.Kind.CONFLICT, "can't avoid what is installed: lib", () -> avoid("lib"));

        world.install("extra");
        assertThat(Ips.avoided(world.root)).isEmpty();
    }

    @Test
    void shouldNameAGroupOnceThatAsksForAPackageTwice() {
        world.publish("twice@1", "depend type=group fmri=extra", "depend type=group-any fmri=extra fmri=lib");
        avoid("extra");
        world.install("twice");

        assertThat(Ips.avoided(world.root)).containsEntry("extra", List.of("twice"));
    }

    @Test
    void shouldAvoidAMemberThatWasRejectedOrRemoved() {
        world.run(new PlanRequest.Install(List.of("grp"), List.of("extra")));
        assertThat(world.installed()).containsExactly("grp@1", "lib@2.0");
        assertThat(Ips.avoided(world.root)).containsOnlyKeys("extra");

        world.uninstall("lib");
        assertThat(Ips.avoided(world.root)).containsOnlyKeys("extra", "lib");
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();

        world.uninstall("grp");
        unavoid("extra");
        assertThat(Ips.avoided(world.root)).containsOnlyKeys("lib");
    }

    private List<Freeze> freeze(String pattern, boolean dryRun) {
        return Ips.freeze(world.root, List.of(pattern), Optional.of("because"), dryRun, world.cache);
    }

    private Iterable<String> avoid(String pattern) {
        return Ips.avoid(world.root, List.of(pattern), world.cache, IpsListener.NONE);
    }

    private Iterable<String> unavoid(String pattern) {
        return Ips.unavoid(world.root, List.of(pattern), world.cache, IpsListener.NONE);
    }

    private static void assertFails(IpsException.Kind kind, String text, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(text);
    }
}
