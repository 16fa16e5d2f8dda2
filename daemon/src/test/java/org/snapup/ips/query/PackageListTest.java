package org.snapup.ips.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.ips.query.ListQuery.Selection.ALL;
import static org.snapup.ips.query.ListQuery.Selection.INSTALLABLE;
import static org.snapup.ips.query.ListQuery.Selection.INSTALLED;
import static org.snapup.ips.query.ListQuery.Selection.NEWEST;
import static org.snapup.ips.query.ListQuery.Selection.REMOVABLE;
import static org.snapup.ips.query.ListQuery.Selection.UPGRADABLE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.execute.CatalogRefresh;
import org.snapup.ips.repo.publish.RepositoryWriter;

class PackageListTest {
    @TempDir
    Path temporary;

    private PackageWorld world;

    @BeforeEach
    void makeWorld() {
        world = new PackageWorld(temporary);
        world.publish("entire@1", "depend type=incorporate fmri=pkg:/app/hello@1");
        world.publish("app/hello@1.0", "set name=pkg.summary value=Hello", "depend type=require fmri=pkg:/lib/foo");
        world.publish("app/hello@1.1", "set name=pkg.summary value=Hello");
        world.publish("app/hello@2.0", "set name=pkg.summary value=Hello");
        world.publish("lib/foo@1.0");
        world.publish("lib/foo@1.5");
        world.publish("app/old@2.0", "set name=pkg.renamed value=true", "depend type=require fmri=pkg:/app/new@1");
        world.publish("app/new@1.0");
        world.publish("app/gone@1.0", "set name=pkg.obsolete value=true");
        world.publish("app/sparc@1.0", "set name=variant.arch value=sparc");
        world.createImage();
        world.install("entire", "app/hello@1.0", "lib/foo@1.0");
    }

    private List<String> list(ListQuery query) {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return queries.list(query).items().stream()
                    .map(line -> line.fmri().name() + "@"
                            + line.fmri().requireVersion().shortText() + " " + line.letters())
                    .toList();
        }
    }

    private List<String> list(ListQuery.Selection selection, String... patterns) {
        return list(new ListQuery(selection, List.of(patterns), List.of(), false));
    }

    @Test
    void shouldListWhatIsInstalled() {
        assertThat(list(INSTALLED)).containsExactly("app/hello@1.0 i--", "entire@1 i--", "lib/foo@1.0 i--");
        assertThat(list(INSTALLED, "hello", "lib/*")).containsExactly("app/hello@1.0 i--", "lib/foo@1.0 i--");
        assertThat(list(INSTALLED, "hello@2")).isEmpty();
    }

    @Test
    void shouldNameThePatternsThatMatchNothing() {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            Found<ListedPackage> found = queries.list(ListQuery.installed(List.of("hello", "nosuch", "foo@9")));
            assertThat(found.items()).hasSize(1);
            assertThat(found.items().get(0).summary()).isNull();
            assertThat(found.unmatched()).containsExactly("nosuch", "foo@9");
        }
    }

    @Test
    void shouldTellSummariesToWhoAsks() {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            assertThat(queries.list(new ListQuery(INSTALLED, List.of("hello"), List.of(), false, true))
                            .items())
                    .singleElement()
                    .satisfies(hello -> assertThat(hello.summary()).isEqualTo("Hello"));
        }
    }

    @Test
    void shouldListWhatIncorporationsAllow() {
        assertThat(list(INSTALLABLE))
                .containsExactly(
                        "app/gone@1.0 --o",
                        "app/hello@1.0 i--",
                        "app/new@1.0 ---",
                        "app/old@2.0 --r",
                        "entire@1 i--",
                        "lib/foo@1.0 i--");
    }

    @Test
    void shouldListEveryVersionNewestFirst() {
        assertThat(list(ALL, "hello", "sparc"))
                .containsExactly("app/hello@2.0 ---", "app/hello@1.1 ---", "app/hello@1.0 i--", "app/sparc@1.0 ---");
        assertThat(list(ALL, "hello@latest")).containsExactly("app/hello@2.0 ---");
    }

    @Test
    void shouldTakeTheLatestOfWhatIncorporationsAllow() {
        assertThat(list(INSTALLABLE, "hello@latest", "//example.org/lib/foo@latest", "new@latest"))
                .containsExactly("app/hello@1.0 i--", "app/new@1.0 ---", "lib/foo@1.0 i--");
    }

    @Test
    void shouldKeepMarkingWhatStandsForPackagesOfTheFormatBefore() {
        world.publish("app/ancient@1.0", "set name=pkg.legacy value=True");
        world.install("app/ancient");
        assertThat(list(INSTALLED, "ancient")).containsExactly("app/ancient@1.0 i-l");
    }

    @Test
    void shouldMarkWhatIsFrozenBeforeItIsInstalled() {
        Ips.freeze(world.root, List.of("app/old@2.0"), Optional.empty(), false, world.cache);
        assertThat(list(ALL, "old")).containsExactly("app/old@2.0 -fr");
        assertThat(list(new ListQuery(ALL, List.of("old"), List.of(), true))).containsExactly("app/old@2.0 -fr");
    }

    @Test
    void shouldListTheNewestVersions() {
        assertThat(list(NEWEST, "hello", "sparc")).containsExactly("app/hello@2.0 ---");
        assertThat(list(NEWEST, "hello@1")).containsExactly("app/hello@1.1 ---");
    }

    @Test
    void shouldListWhatCanBeUpgraded() {
        assertThat(list(UPGRADABLE)).containsExactly("app/hello@1.0 i--", "lib/foo@1.0 i--");
        world.publish("entire@2");
        assertThat(list(UPGRADABLE)).doesNotContain("entire@1 i--");
        assertThat(list(new ListQuery(UPGRADABLE, List.of(), List.of(), true))).contains("entire@1 i--");
    }

    @Test
    void shouldListWhatCanBeUpgradedSinceTheLastRefresh() {
        CatalogRefresh refresh = new CatalogRefresh(world.root, world.cache, IpsListener.NONE);
        world.publish("entire@2");

        assertThat(refresh.run(List.of(), false)).isTrue();

        assertThat(list(UPGRADABLE)).containsExactly("app/hello@1.0 i--", "entire@1 i--", "lib/foo@1.0 i--");
        assertThat(refresh.run(List.of(), false)).isFalse();
    }

    @Test
    void shouldListWhatNothingNeeds() {
        assertThat(list(REMOVABLE)).containsExactly("app/hello@1.0 i--", "entire@1 i--");
    }

    @Test
    void shouldLookInOtherRepositories() {
        Path other = temporary.resolve("other");
        RepositoryWriter.create(other, "other.example");
        assertThat(list(new ListQuery(ALL, List.of(), List.of(other.toUri().toString()), false)))
                .isEmpty();
        assertThat(list(new ListQuery(ALL, List.of("foo"), List.of(world.origin()), false)))
                .containsExactly("lib/foo@1.5 ---", "lib/foo@1.0 i--");
    }

    @Test
    void shouldRefuseWhatIsNoPattern() {
        assertThatThrownBy(() -> list(INSTALLED, "-bad!"))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT))
                .hasMessageContaining("names no package");
    }
}
