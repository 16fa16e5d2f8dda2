package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;

class MovedFilesTest {
    private static final String FILE = " owner=root group=bin mode=0644";
    private static final String OLD = "file path=etc/conf preserve=true" + FILE;
    private static final String EDITED = "by an administrator\n";
    private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02Z");

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void install() {
        world = new TestWorld(temporary);
        world.publish("a@1", OLD);
        world.install("a@1");
    }

    private Path file(String path) {
        return world.root.resolve(path);
    }

    private void edit(String path) throws IOException {
        Files.writeString(file(path), EDITED);
        Files.setLastModifiedTime(file(path), FileTime.from(LONG_AGO));
    }

    private void update() {
        world.run(PlanRequest.update());
    }

    @Test
    void shouldTakeWhatWasEditedToTheNewPath() throws IOException {
        edit("etc/conf");
        world.publish("a@2", "file path=etc/a.d/conf original_name=a:etc/conf preserve=true" + FILE);

        update();

        assertThat(file("etc/a.d/conf")).content().isEqualTo(EDITED);
        assertThat(Files.getLastModifiedTime(file("etc/a.d/conf")).toInstant()).isEqualTo(LONG_AGO);
        assertThat(file("etc/conf")).doesNotExist();
    }

    @Test
    void shouldDeliverTheNewContentWhereNobodyEditedTheOldOne() {
        world.publish("a@2", "file path=etc/a.conf original_name=a:etc/conf preserve=true" + FILE);

        update();

        assertThat(file("etc/a.conf")).content().isEqualTo("etc/a.conf of a@2\n");
        assertThat(file("etc/conf")).doesNotExist();
    }

    @Test
    void shouldPreserveAsTheNewFileSays() throws IOException {
        edit("etc/conf");
        world.publish("a@2", "file path=etc/a.conf original_name=a:etc/conf preserve=renamenew" + FILE);

        update();

        assertThat(file("etc/a.conf")).content().isEqualTo(EDITED);
        assertThat(file("etc/a.conf.new")).content().isEqualTo("etc/a.conf of a@2\n");
    }

    @Test
    void shouldTakeItToAnotherPackageAndRemoveTheOldFile() throws IOException {
        edit("etc/conf");
        world.publish("b@1", "file path=etc/b.conf original_name=a:etc/conf preserve=renameold" + FILE);
        world.publish("a@2", "depend type=require fmri=b@1");

        update();

        assertThat(file("etc/b.conf")).content().isEqualTo("etc/b.conf of b@1\n");
        assertThat(file("etc/b.conf.old")).content().isEqualTo(EDITED);
        assertThat(file("etc/conf")).doesNotExist();
    }

    @Test
    void shouldFollowAFileThatMovesAgain() throws IOException {
        edit("etc/conf");
        world.publish("a@2", "file path=etc/two original_name=a:etc/conf preserve=true" + FILE);
        update();
        world.publish("a@3", "file path=etc/three original_name=a:etc/conf preserve=true" + FILE);

        update();

        assertThat(file("etc/three")).content().isEqualTo(EDITED);
        assertThat(file("etc/two")).doesNotExist();
    }

    @Test
    void shouldPutAsideWhatIsInTheWay() throws IOException {
        edit("etc/conf");
        Files.writeString(file("etc/a.conf"), "nobody's\n");
        world.publish("a@2", "file path=etc/a.conf original_name=a:etc/conf preserve=true" + FILE);

        update();

        assertThat(file("etc/a.conf")).content().isEqualTo(EDITED);
        try (var salvaged = Files.list(file("var/pkg/lost+found/etc"))) {
            assertThat(salvaged)
                    .singleElement()
                    .satisfies(aside -> assertThat(aside).content().isEqualTo("nobody's\n"));
        }
    }

    @Test
    void shouldDeliverTheNewFileWhereTheOldOneIsGone() throws IOException {
        Files.delete(file("etc/conf"));
        world.publish("a@2", "file path=etc/a.conf original_name=a:etc/conf preserve=true" + FILE);

        update();

        assertThat(file("etc/a.conf")).content().isEqualTo("etc/a.conf of a@2\n");
    }

    @Test
    void shouldPutBothBackWhereTheUpdateFails() throws IOException {
        edit("etc/conf");
        world.publish(
                "a@2", "file path=etc/a.conf original_name=a:etc/conf preserve=true" + FILE, "file path=opt/x" + FILE);
        ImagePlan plan = world.plan(PlanRequest.update());

        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, new IpsListener() {
                    @Override
                    public void progress(String phase, long done, long total, long bytes, long totalBytes) {
                        if (phase.equals("Saving the image's state")) {
                            assertThat(file("etc/a.conf")).exists();
                            throw new IpsException(IpsException.Kind.IO, "the disk is gone");
                        }
                    }
                }))
                .hasMessageContaining("the image is again as it was");

        assertThat(file("etc/conf")).content().isEqualTo(EDITED);
        assertThat(Files.getLastModifiedTime(file("etc/conf")).toInstant()).isEqualTo(LONG_AGO);
        assertThat(file("etc/a.conf")).doesNotExist();
    }
}
