package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.upkeep.ManualMarks;

/** What is removed without being named, and what is named without being there. */
class AutoremoveTest {
    private static final String DIRECTORY = "dir path=opt/%s mode=0755 owner=root group=root";

    private TestWorld world;

    @BeforeEach
    void publish(@TempDir Path temporary) {
        world = new TestWorld(temporary);
        publish("app", "depend fmri=lib type=require", "depend fmri=extra type=optional");
        publish("lib", "depend fmri=base type=require");
        publish("base");
        publish("extra");
        publish("held", "set name=pkg.depend.install-hold value=core-os.held");
        publish("member");
        publish("set", "depend fmri=member type=group");
        publish("sparc", "depend fmri=base type=require variant.arch=sparc");
        world.install("app", "extra", "held", "member", "set", "sparc");
    }

    private void publish(String name, String... lines) {
        String[] all = new String[lines.length + 1];
        System.arraycopy(lines, 0, all, 1, lines.length);
        all[0] = DIRECTORY.formatted(name);
        world.publish(name + "@1", all);
    }

    private void flag(boolean manual, String... patterns) {
        ManualMarks.set(world.root, List.of(patterns), manual, world.cache, List.of("snapup"));
    }

    private List<String> removed(PlanRequest request) {
        return world.plan(request).packages().stream()
                .map(change -> change.from() == null || change.to() != null
                        ? "no removal"
                        : change.from().name())
                .toList();
    }

    @Test
    void shouldRememberOnlyWhatWasMeantAsAskedFor() {
        publish("top/a", "depend fmri=more/top/a type=require", "depend fmri=top/b@1 type=require");
        publish("more/top/a");
        publish("top/b");
        world.publish("top/c@2");

        flag(true, "app");
        world.install("top/a", "top/*@2");

        Image image = Image.read(world.root);
        assertThat(image.installed().values().stream().filter(image::isManual))
                .extracting(Fmri::name)
                .contains("top/a", "top/c")
                .doesNotContain("more/top/a", "top/b");
    }

    @Test
    void shouldRemoveWhatNothingNeedsAndNobodyAskedFor() {
        flag(true, "set");

        assertThat(removed(new PlanRequest.Autoremove())).containsExactly("app", "member", "sparc");
        flag(true, "app");
        world.run(new PlanRequest.Autoremove());
        assertThat(world.installed()).containsExactly("app@1", "base@1", "extra@1", "held@1", "lib@1", "set@1");
        assertThat(Image.read(world.root).avoided()).containsExactly("member");
        assertThat(world.plan(new PlanRequest.Autoremove()).isEmpty()).isTrue();

        flag(false, "app");
        world.run(new PlanRequest.Autoremove());
        assertThat(removed(new PlanRequest.Autoremove())).containsExactly("extra", "lib");
    }

    @Test
    void shouldNotRemoveAllOfAnImageThatDoesntRememberWhatWasAskedFor() {
        assertThatThrownBy(() -> world.plan(new PlanRequest.Autoremove()))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.CONFLICT))
                .hasMessageContaining("mark those to keep with snapup flag -m PACKAGE");
    }

    @Test
    void shouldLeaveOutWhatIsMissingIfAskedTo() {
        assertThat(removed(new PlanRequest.Uninstall(List.of("sparc", "gone", "member@2"), true)))
                .containsExactly("sparc");
        assertThat(world.plan(new PlanRequest.Uninstall(List.of("gone"), true)).isEmpty())
                .isTrue();
        world.publish("extra@2", DIRECTORY.formatted("extra"));
        world.publish("base@2", DIRECTORY.formatted("base"));
        assertThat(world.plan(new PlanRequest.Update(List.of("gone@1", "extra@2"), List.of(), true))
                        .packages())
                .singleElement()
                .satisfies(change -> assertThat(String.valueOf(change)).contains("extra"));
        assertThat(world.plan(new PlanRequest.Update(List.of("gone"), List.of(), true))
                        .isEmpty())
                .as("not an update of everything")
                .isTrue();
        assertThatThrownBy(() -> world.plan(new PlanRequest.Update(List.of("gone", "extra"), List.of())))
                .hasMessageContaining("no installed package matches 'gone'");
    }

    @Test
    void shouldMeanWhatIsInstalledByAStar(@TempDir Path empty) {
        PlanRequest everything = new PlanRequest.Update(List.of("*"), List.of(), false);

        assertThat(world.plan(everything).isEmpty()).isTrue();
        assertThatThrownBy(() -> new TestWorld(empty).plan(everything))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("no installed package matches '*'");
    }
}
