package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;

class LikelyChangesTest {
    private TestWorld world;

    @BeforeEach
    void publish(@TempDir Path temporary) {
        world = new TestWorld(temporary);
        for (String version : List.of("1", "2")) {
            world.publish("a@" + version, "dir path=opt/a mode=0755 owner=root group=root");
            world.publish("b@" + version, "dir path=opt/b mode=0755 owner=root group=root");
            world.publish("free@" + version);
            world.publish(
                    "entire@" + version,
                    "depend type=incorporate fmri=a@" + version,
                    "depend type=incorporate fmri=b@" + version);
        }
    }

    private List<String> likely(PlanRequest request) {
        Image image = Image.read(world.root);
        ImagePackages packages = ImagePackages.refresh(image, world.cache, true, IpsListener.NONE);
        return LikelyChanges.of(new RequestMatcher(image, packages).match(request), image, packages).stream()
                .map(change -> version(change.from()) + " > " + version(change.to()))
                .toList();
    }

    private static String version(@Nullable Fmri fmri) {
        return fmri == null ? "-" : fmri.name() + "@" + fmri.requireVersion().shortText();
    }

    @Test
    void shouldTakeTheNewestThatIncorporationsLeave() {
        assertThat(likely(PlanRequest.install("entire@1", "a", "free")))
                .containsExactly("- > a@1", "- > entire@1", "- > free@2");
        assertThat(likely(PlanRequest.install("entire", "b"))).containsExactly("- > b@2", "- > entire@2");
    }

    @Test
    void shouldFollowWhatAnIncorporationTakesAlong() {
        world.install("entire@1", "a", "free@1");

        assertThat(likely(PlanRequest.install("entire@2"))).containsExactly("a@1 > a@2", "entire@1 > entire@2");
        assertThat(likely(PlanRequest.update())).containsExactly("a@1 > a@2", "entire@1 > entire@2", "free@1 > free@2");
    }

    @Test
    void shouldLeaveWhatGoes() {
        world.install("entire@1", "a");

        assertThat(likely(PlanRequest.uninstall("a"))).isEmpty();
        assertThat(likely(new PlanRequest.Update(List.of(), List.of("a")))).containsExactly("entire@1 > entire@2");
    }

    @Test
    void shouldPlanWhatTurnsOutOtherwise() {
        world.publish("a@3", "dir path=opt/third mode=0755 owner=root group=root", "depend type=require fmri=nowhere");
        world.install("a@1", "b@1");
        assertThat(likely(PlanRequest.update())).containsExactly("a@1 > a@3", "b@1 > b@2");

        world.run(PlanRequest.update());

        assertThat(world.installed()).containsExactly("a@2", "b@2");
        assertThat(world.root.resolve("opt/third")).doesNotExist();
    }
}
