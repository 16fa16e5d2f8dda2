package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.repo.publish.ArchiveWriter;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Updates from an archive that is no origin of the image. */
class HotFixTest {
    @TempDir
    Path temporary;

    private TestWorld world;
    private TestWorld maker;

    @BeforeEach
    void makeWorld() {
        world = new TestWorld(temporary.resolve("a"));
        maker = new TestWorld(temporary.resolve("b"));
        world.publish("app@1", content("app"), "depend fmri=lib type=require");
        world.publish("lib@1", content("lib"));
        world.publish("other@1", content("other"));
        world.install("app", "other");
    }

    private static String content(String name) {
        return "file path=opt/" + name + " mode=0644 owner=root group=root";
    }

    private Path archive() {
        Path archive = temporary.resolve("a fix.p5p");
        ArchiveWriter.write(maker.repository, archive);
        return archive;
    }

    private PlanRequest request(Path archive, String... patterns) {
        return new PlanRequest.ApplyHotFix(archive, List.of(patterns));
    }

    @Test
    void shouldUpdateWhatIsInstalledAndForgetTheArchive() throws IOException {
        maker.publish("lib@1.1", content("lib"));
        maker.publish("lib@1.2", content("lib"));
        maker.publish("unknown@1", content("unknown"));
        world.publish("other@2", content("other"));

        world.run(request(archive(), "unknown"));

        assertThat(world.installed()).containsExactly("app@1", "lib@1.2", "other@1");
        assertThat(Files.readString(world.root.resolve("opt/lib"))).isEqualTo("opt/lib of lib@1.2\n");
        assertThat(Image.read(world.root).origins("test")).hasSize(1);
        Files.delete(temporary.resolve("a fix.p5p"));
        world.run(PlanRequest.update());
        assertThat(world.installed()).containsExactly("app@1", "lib@1.2", "other@2");
    }

    @Test
    void shouldTakeWhatItNeedsFromTheOrigins() {
        maker.publish("app@2", content("app"), "depend fmri=lib@2 type=require");
        world.publish("lib@2", content("lib"));

        world.run(request(archive()));

        assertThat(world.installed()).containsExactly("app@2", "lib@2", "other@1");
    }

    @Test
    void shouldInstallWhatIsNamedWhereNothingOfItIsThere() {
        maker.publish("unknown@1", content("unknown"));

        assertThatThrownBy(() -> world.plan(request(archive())))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NOT_FOUND))
                .hasMessageStartingWith("none of the packages in this hot-fix is installed: unknown; name those");
        world.run(request(archive(), "unknown"));

        assertThat(world.installed()).contains("unknown@1");
    }

    private static void publish(Path repository, String publisher) {
        RepositoryWriter.open(repository)
                .publish(List.of(Publication.of("set name=pkg.fmri value=pkg:/more@1", repository)), publisher);
    }

    @Test
    void shouldRefuseWhatIsNoHotFix() throws IOException {
        assertThatThrownBy(() -> world.plan(request(temporary)))
                .hasMessage("there is no package archive " + temporary + ": name a .p5p file on this machine");
        Path text = Files.writeString(temporary.resolve("text"), "no archive");
        assertThatThrownBy(() -> world.plan(request(text))).isInstanceOf(IpsException.class);

        maker.publish("lib@1.1", content("lib"));
        publish(maker.repository, "second");
        Path two = archive();
        assertThatThrownBy(() -> world.plan(request(two)))
                .hasMessageContaining("has packages of several publishers, second, test");
    }

    @Test
    void shouldRefusePackagesOfAPublisherThatTheImageDoesNotHave() {
        Path repository = temporary.resolve("foreign");
        RepositoryWriter.create(repository, "foreign");
        publish(repository, "foreign");
        Path archive = temporary.resolve("foreign.p5p");
        ArchiveWriter.write(repository, archive);

        assertThatThrownBy(() -> world.plan(request(archive)))
                .hasMessageContaining("packages of foreign, which is no enabled publisher of this image");
    }
}
