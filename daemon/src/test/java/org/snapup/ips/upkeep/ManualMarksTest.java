package org.snapup.ips.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;
import org.snapup.testing.Requires;

class ManualMarksTest {
    private static final List<String> COMMAND = List.of("snapup", "flag");

    private TestWorld world;

    @BeforeEach
    void publish(@TempDir Path temporary) {
        world = new TestWorld(temporary);
        world.publish("app/a@1", "dir path=opt/a mode=0755 owner=root group=root", "depend fmri=lib/b type=require");
        world.publish("lib/b@1", "dir path=opt/b mode=0755 owner=root group=root");
    }

    private int set(boolean manual, String... patterns) {
        return ManualMarks.set(world.root, List.of(patterns), manual, world.cache, COMMAND);
    }

    private List<String> listed(ListQuery.Selection selection) {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return queries.list(new ListQuery(selection, List.of(), List.of(), false)).items().stream()
                    .map(each -> each.fmri().name() + " " + each.letters())
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldMarkAndTakeItBack(int format) throws IOException {
        setFormat(format);
        world.install("app/a");
        set(false, "*");
        String unmarked = Image.read(world.root).digest();

        assertThat(set(true, "lib/*", "a")).isEqualTo(2);
        assertThat(set(true, "b")).isZero();
        assertThat(listed(ListQuery.Selection.INSTALLED)).containsExactly("app/a im-", "lib/b im-");
        assertThat(listed(ListQuery.Selection.ALL)).containsExactly("app/a im-", "lib/b im-");
        assertThat(Image.read(world.root).digest()).isNotEqualTo(unmarked);

        assertThat(set(false, "a", "b")).isEqualTo(2);
        assertThat(listed(ListQuery.Selection.INSTALLED)).containsExactly("app/a i--", "lib/b i--");
        assertThat(Image.read(world.root).digest()).isEqualTo(unmarked);
        assertThat(world.installed()).containsExactly("app/a@1", "lib/b@1");
    }

    private void setFormat(int format) throws IOException {
        if (format == 5) {
            Requires.require(SqliteDatabase.isAvailable(), "needs libsqlite3: install the package libsqlite3-0");
        }
        Path config = world.root.resolve("var/pkg/pkg5.image");
        Files.writeString(config, Files.readString(config).replaceFirst("version = [0-9]+", "version = " + format));
    }

    @Test
    void shouldKeepMarksInFormatFourOnceThereIsOne() {
        world.install("app/a");
        assertThat(listed(ListQuery.Selection.INSTALLED)).containsExactly("app/a i--", "lib/b i--");
        set(true, "lib/b");

        world.publish("lib/b@2", "dir path=opt/b mode=0755 owner=root group=root");
        world.publish("app/c@1", "dir path=opt/c mode=0755 owner=root group=root");
        world.run(PlanRequest.update());
        world.install("app/c", "app/a");

        assertThat(world.installed()).contains("lib/b@2");
        assertThat(listed(ListQuery.Selection.INSTALLED)).containsExactly("app/a i--", "app/c im-", "lib/b im-");
    }

    @Test
    void shouldChangeNothingWhereOnePatternMatchesNothing() {
        world.install("app/a");

        assertThatThrownBy(() -> set(true, "app/a", "nosuch"))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NOT_FOUND))
                .hasMessage("no installed package matches 'nosuch'; nothing was changed: snapup list shows what is"
                        + " installed");
        assertThatThrownBy(() -> set(true)).hasMessageContaining("write the packages that are meant");
        assertThat(listed(ListQuery.Selection.INSTALLED)).containsExactly("app/a i--", "lib/b i--");
    }

    @Test
    void shouldNotChangeAnImageThatSomebodyElseUses() {
        world.install("app/a");
        try (ImageLock held = ImageLock.shared(world.root)) {
            assertThatThrownBy(() -> set(true, "app/a"))
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.LOCKED));
        }
    }
}
