package org.snapup.ips.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;
import org.snapup.testing.Requires;

/** Images that keep their packages in a database. */
class FormatFiveTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void requireSqlite() {
        Requires.require(SqliteDatabase.isAvailable(), "needs libsqlite3: install the package libsqlite3-0");
    }

    private static void setFormat(Path root, int format) throws IOException {
        Path config = root.resolve("var/pkg/pkg5.image");
        Files.writeString(config, Files.readString(config).replaceFirst("version = [0-9]+", "version = " + format));
    }

    @Test
    void shouldChangeAnImageOfFormatFive() throws IOException {
        TestWorld world = new TestWorld(temporary);
        world.publish("a@1", "file path=opt/a mode=0644 owner=root group=root", "depend fmri=b type=require");
        world.publish("b@1", "set name=pkg.summary value=\"The b\"");
        world.publish("c@1", "dir path=opt/c mode=0755 owner=root group=root");
        setFormat(world.root, 5);

        world.install("a");
        Path state = world.root.resolve("var/pkg/state");
        assertThat(state.resolve("catalog.db")).isRegularFile();
        assertThat(state.resolve("installed/catalog.attrs")).doesNotExist();
        assertThat(world.installed()).containsExactly("a@1", "b@1");
        assertThat(list(world, ListQuery.Selection.ALL)).containsExactly("a im-", "b i--", "c ---");

        world.publish("a@2", "file path=opt/a mode=0644 owner=root group=root");
        world.run(PlanRequest.update("a"));
        assertThat(world.installed()).containsExactly("a@2", "b@1");
        assertThat(list(world, ListQuery.Selection.INSTALLED)).containsExactly("a im-", "b i--");
        Ips.freeze(world.root, List.of("b"), java.util.Optional.empty(), false, world.cache);
        world.uninstall("a");
        assertThat(world.installed()).containsExactly("b@1");
        assertThat(Ips.verify(world.root, List.of(), List.of(), world.cache, IpsListener.NONE)
                        .packages())
                .hasSize(1);
    }

    private static List<String> list(TestWorld world, ListQuery.Selection selection) {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return queries.list(new ListQuery(selection, List.of(), List.of(), false)).items().stream()
                    .map(listed -> listed.fmri().name() + " " + listed.letters())
                    .toList();
        }
    }

    @Test
    void shouldWorkOnAnImageOfTheRealTool() throws Exception {
        Path archive = Requires.shared("ips/images/format5.tar.gz");
        Path root = temporary.resolve("image");
        Files.createDirectory(root);
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", root.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Path config = root.resolve("var/pkg/pkg5.image");
        String repository = Requires.shared("ips/repo").toUri().toString();
        Files.writeString(config, Files.readString(config).replace("file:///srv/ips/repo/", repository));
        Path cache = temporary.resolve("cache");

        assertThat(Ips.installed(root).keySet())
                .containsExactly(
                        "app/conf", "app/hello", "app/newname", "entire", "lib/libfoo", "service/webd", "system/base");
        assertThat(Ips.frozen(root)).containsOnlyKeys("app/conf");
        byte[] before = Files.readAllBytes(root.resolve("var/pkg/state/catalog.db"));
        var records = StateDatabase.read(before, false);
        var installed = Set.copyOf(Ips.installed(root).values());
        assertThat(StateDatabase.read(StateDatabase.write(records, installed, "20260101T000000.000000Z"), false))
                .isEqualTo(records);
        assertThat(StateDatabase.read(before, true)).hasSize(7);

        Ips.execute(
                root,
                Ips.plan(root, PlanRequest.update("entire@2.0"), cache, IpsListener.NONE),
                cache,
                IpsListener.NONE);
        assertThat(Ips.installed(root).values())
                .anyMatch(fmri -> fmri.shortText().startsWith("pkg://example.org/entire@2.0"));
        assertThat(root.resolve("var/pkg/cache/actions.sqlite")).doesNotExist();
    }

    @Test
    void shouldSortKeysAsVersions() throws IOException {
        // given by the real tool for 1.0,5.11-2026.0:20261122T235525Z
        byte[] expected = java.util.HexFormat.of()
                .parseHex("0101010000" + "010207ea010000" + "01"
                        + java.util.HexFormat.of()
                                .formatHex("20261122T235525Z".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(VersionKey.of(org.snapup.ips.fmri.Version.parse("1.0,5.11-2026.0:20261122T235525Z")))
                .isEqualTo(expected);
    }

    @Test
    void shouldRefuseWhatItDoesntKnow() throws IOException {
        TestWorld world = new TestWorld(temporary);
        setFormat(world.root, 6);
        assertThatThrownBy(() -> Ips.installed(world.root))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT))
                .hasMessageContaining("format 6");

        setFormat(world.root, 5);
        Path database = world.root.resolve("var/pkg/state/catalog.db");
        Files.writeString(database, "this is no database, whatever its name says; and it is long enough".repeat(100));
        assertThatThrownBy(() -> Ips.installed(world.root))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.CORRUPT));

        Files.delete(database);
        try (SqliteDatabase newer = SqliteDatabase.create(database)) {
            newer.execute("PRAGMA user_version = 2");
        }
        assertThatThrownBy(() -> Ips.installed(world.root)).hasMessageContaining("form 2");
    }
}
