package org.snapup.ips.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.HistoryEntry;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;
import org.snapup.testing.Requires;
import org.snapup.testing.Trees;

class FormatUpdateTest {
    private static final List<String> COMMAND = List.of("snapup", "update-format");

    private TestWorld world;

    @BeforeEach
    void makeImage(@TempDir Path temporary) {
        Requires.require(SqliteDatabase.isAvailable(), "needs libsqlite3: install the package libsqlite3-0");
        world = new TestWorld(temporary);
        for (String name : List.of("a", "b", "c")) {
            world.publish(name + "@1", "file path=opt/" + name + " mode=0644 owner=root group=root");
        }
        world.install("a", "b");
        Ips.freeze(world.root, List.of("b"), Optional.empty(), false, world.cache);
        Ips.avoid(world.root, List.of("c"), world.cache, IpsListener.NONE);
        ManualMarks.set(world.root, List.of("a"), true, world.cache, List.of("snapup"));
    }

    private boolean update() {
        return FormatUpdate.run(world.root, world.cache, COMMAND, IpsListener.NONE);
    }

    private List<String> listed() {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return queries.list(new ListQuery(ListQuery.Selection.ALL, List.of(), List.of(), false)).items().stream()
                    .map(each -> each.fmri() + " " + each.letters())
                    .toList();
        }
    }

    @Test
    void shouldKeepEverythingInAnotherFormat() {
        List<String> before = listed();

        assertThat(update()).isTrue();

        Path state = world.root.resolve("var/pkg/state");
        assertThat(Image.read(world.root).config().hasDatabase()).isTrue();
        assertThat(state)
                .isDirectoryContaining("glob:**/catalog.db")
                .isDirectoryNotContaining("glob:**/{installed,known}");
        assertThat(listed()).isEqualTo(before).contains("pkg://test/a@1 im-".replace("@1 ", versionOf(before) + " "));
        assertThat(Ips.frozen(world.root)).containsOnlyKeys("b");
        assertThat(Image.read(world.root).avoided()).containsExactly("c");
        assertThat(update()).as("again").isFalse();
        world.publish("a@2", "file path=opt/a mode=0644 owner=root group=root");
        world.run(PlanRequest.update());
        assertThat(world.installed()).containsExactly("a@2", "b@1");
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            assertThat(queries.history()).extracting(HistoryEntry::operation).contains("update-format");
        }
    }

    private static String versionOf(List<String> listed) {
        return listed.get(0).replaceFirst("[^@]*", "").replaceFirst(" .*", "");
    }

    @Test
    void shouldChangeNothingWhileSomebodyElseUsesTheImage() throws IOException {
        var before = Trees.print(world.root);
        try (ImageLock held = ImageLock.shared(world.root)) {
            assertThatThrownBy(this::update)
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.LOCKED));
        }
        assertThat(Trees.print(world.root)).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatIsNoImage(@TempDir Path empty) {
        assertThatThrownBy(() -> FormatUpdate.run(empty, world.cache, COMMAND, IpsListener.NONE))
                .hasMessageContaining("there is no package image at");
        assertThat(Files.exists(empty.resolve("var"))).isFalse();
    }
}
