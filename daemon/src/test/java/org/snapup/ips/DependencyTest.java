package org.snapup.ips;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.plan.PlanRequest;

/** What an image lacks of what its packages depend on, as the real tool found it. */
final class DependencyTest {
    @TempDir
    Path temporary;

    private PackageWorld world;

    @BeforeEach
    void install() {
        world = new PackageWorld(temporary);
        Dependencies.publish(world);
        world.createImage();
        world.install("asks", "lib", "other");
        Ips.avoid(world.root, List.of("shunned"), world.cache, IpsListener.NONE);
    }

    @Test
    void shouldFindWhatIsMissing() throws IOException {
        Dependencies.writeInto(world.root);

        assertThat(found()).containsExactlyElementsOf(Dependencies.wrong(world.root));
        assertThat(Ips.verify(world.root, List.of(), List.of("/etc"), world.cache, IpsListener.NONE)
                        .packages())
                .allSatisfy(verified -> assertThat(verified.findings()).isEmpty());
    }

    @Test
    void shouldLookAtWhatTheVariantsLeaveOnly() throws IOException {
        Dependencies.writeInto(
                world.root,
                Stream.of("type=require fmri=gone variant.arch=sparc", "type=require fmri=gone facet.locale.de=true"));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldLeaveItToFixesThatInstall() throws IOException {
        Dependencies.writeInto(world.root, Stream.of("type=require fmri=gone"));

        world.run(new PlanRequest.Fix(List.of()));

        assertThat(found()).hasSize(2);
    }

    @Test
    void shouldLookIntoTheParentOfALinkedImage() throws IOException {
        Path linked = Files.createDirectories(world.root.resolve("var/pkg/linked"));
        Files.writeString(linked.resolve("linked_prop"), "{\"li-name\":\"system:child\",\"li-model\":\"pull\"}");
        String lib = requireNonNull(Ips.installed(world.root).get("lib")).toString();
        Files.writeString(linked.resolve("linked_ppkgs"), "[\"" + lib + "\"]");
        Dependencies.writeInto(
                world.root,
                Stream.of(
                        "type=parent fmri=gone",
                        "type=parent fmri=pkg:/lib@2",
                        "type=parent fmri=lib@3",
                        "type=parent fmri=pkg://elsewhere/lib@2",
                        "type=parent fmri=feature/package/dependency/self"));

        assertThat(found())
                .containsExactly(
                        "depend: gone",
                        "ERROR: Package is not installed in parent image gone",
                        "depend: lib@3",
                        "ERROR: Parent image has an older version of package " + lib,
                        "depend: pkg://elsewhere/lib@2",
                        "ERROR: Package in parent is from a different publisher: " + lib,
                        "depend: feature/package/dependency/self",
                        "ERROR: Package is not installed in parent image asks");
    }

    @Test
    void shouldNotMissWhatGroupsCannotHave() throws IOException {
        world.publish("old@1", "set name=pkg.obsolete value=true");
        world.publish(
                "set@1",
                "depend type=group fmri=nowhere",
                "depend type=group fmri=old",
                "depend type=group fmri=shunned",
                "depend type=group-any fmri=nowhere fmri=nothing");

        world.install("set");

        assertThat(found()).isEmpty();
        assertThat(world.root.resolve("var/pkg/state/avoid_set"))
                .content()
                .isEqualTo("[1,{\"nothing\":\"implicit-avoid\",\"nowhere\":\"implicit-avoid\",\"old\":\"obsolete\","
                        + "\"shunned\":\"avoid\"}]");
    }

    private List<String> found() {
        return SideBySide.found(world.root, world.cache);
    }
}
