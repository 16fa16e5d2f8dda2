package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.verify.VerifiedPackage;

/** Images from which files were taken away that can be fetched again. */
class DehydrationTest {
    private static final String FILE = "file mode=0644 owner=root group=root path=opt/";

    private TestWorld world;

    @BeforeEach
    void makeImage(@TempDir Path temporary) {
        world = new TestWorld(temporary);
        publish("1");
        world.install("a");
    }

    private void publish(String version) {
        world.publish(
                "a@" + version,
                FILE + "plain",
                FILE + "edited preserve=true",
                FILE + "kept dehydrate=false",
                FILE + "under overlay=allow preserve=true",
                "hardlink path=opt/hard target=plain",
                "link path=opt/soft target=plain",
                "dir path=opt/folder mode=0755 owner=root group=root");
    }

    private static PlanRequest dehydrate(String... publishers) {
        return new PlanRequest.Hydration(List.of(publishers), false);
    }

    private static PlanRequest rehydrate(String... publishers) {
        return new PlanRequest.Hydration(List.of(publishers), true);
    }

    private boolean has(String name) {
        return Files.exists(world.root.resolve("opt").resolve(name), java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isWhole() {
        return Ips.verify(world.root, List.of(), List.of(), world.cache, IpsListener.NONE).packages().stream()
                .allMatch(VerifiedPackage::isWhole);
    }

    @Test
    void shouldTakeAwayWhatCanBeFetchedAgainAndBringItBack() throws IOException {
        Map<String, String> before = TestWorld.delivered(world.root);

        world.run(dehydrate());

        assertThat(List.of("plain", "hard")).noneMatch(this::has);
        assertThat(List.of("edited", "kept", "under", "soft", "folder")).allMatch(this::has);
        assertThat(Image.read(world.root).config().dehydrated()).containsExactly("test");
        assertThat(isWhole()).isTrue();
        assertThat(world.plan(dehydrate("test")).isEmpty()).isTrue();

        world.run(rehydrate("test"));
        assertThat(TestWorld.delivered(world.root)).isEqualTo(before);
        assertThat(Image.read(world.root).config().dehydrated()).isEmpty();
        assertThat(world.plan(rehydrate()).isEmpty()).isTrue();
    }

    @Test
    void shouldStayDehydratedInOtherOperations() throws IOException {
        world.run(dehydrate());
        publish("2");
        world.publish("b@1", FILE + "b");

        world.run(PlanRequest.update());
        world.install("b");

        assertThat(world.installed()).containsExactly("a@2", "b@1");
        assertThat(List.of("plain", "hard", "b")).noneMatch(this::has);
        assertThat(Files.readString(world.root.resolve("opt/kept")))
                .isEqualTo("opt/kept dehydrate=false of a@2\n".replace(" dehydrate=false", ""));
        assertThat(world.plan(new PlanRequest.Fix(List.of())).isEmpty()).isTrue();
        assertThatThrownBy(() -> world.plan(new PlanRequest.Revert(List.of("/opt/plain"), List.of())))
                .hasMessageContaining("no installed package delivers a file at /opt/plain");
        Files.writeString(world.root.resolve("opt/plain"), "somebody's");
        assertThat(isWhole()).as("what lies in its place is nobody's business").isTrue();
        Files.delete(world.root.resolve("opt/plain"));

        world.run(rehydrate());
        assertThat(List.of("plain", "hard", "b")).allMatch(this::has);
        assertThat(isWhole()).isTrue();
    }

    @Test
    void shouldRefusePublishersThatNothingCanBeFetchedFrom() {
        assertThatThrownBy(() -> world.plan(dehydrate("test", "nobody")))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NOT_FOUND))
                .hasMessageStartingWith("publishers without an origin can't be dehydrated or rehydrated: nobody; give");
        assertThatThrownBy(() -> world.plan(rehydrate("nobody"))).hasMessageContaining("nobody");
    }
}
