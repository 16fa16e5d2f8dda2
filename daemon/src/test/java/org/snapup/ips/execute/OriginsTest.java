package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.image.PublisherChange;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;
import org.snapup.ips.repo.depot.TestDepot;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.testing.Trees;

/** Publishers with several origins and mirrors, some of which fail. */
class OriginsTest {
    private static final String FILE = " owner=root group=root mode=0644";

    @TempDir
    Path temporary;

    private PackageWorld world;
    private Path cache;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void publish() {
        world = new PackageWorld(temporary);
        cache = world.cache;
        world.publish("app/a@1", "file path=a" + FILE, "file path=b" + FILE);
    }

    private void imageOf(String... origins) {
        ImageSpec spec = new ImageSpec(Map.of(PackageWorld.PUBLISHER, List.of(origins)), Map.of(), Map.of());
        Ips.create(world.root, spec, List.of("test"));
    }

    private void run(PlanRequest request) {
        IpsListener listener = new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        Ips.execute(world.root, Ips.plan(world.root, request, cache, listener), cache, listener);
    }

    private long known() {
        try (ImageFiles files = ImageFiles.open(world.root)) {
            return Image.readKnown(files).entries().count();
        }
    }

    private static List<String> kinds(TestDepot depot) {
        return depot.requests().stream()
                .map(request -> request.getKey().split("/", -1))
                .map(parts -> parts.length > 2 ? parts[2] : "")
                .distinct()
                .toList();
    }

    @Test
    void shouldAskMirrorsForFilesFirst() throws IOException {
        try (TestDepot origin = new TestDepot(world.repository);
                TestDepot mirror = new TestDepot(world.repository)) {
            imageOf(origin.location());
            mirrors(mirror.location());

            run(PlanRequest.install("a"));

            assertThat(world.root.resolve("a")).exists();
            assertThat(kinds(mirror)).containsExactly("file");
            assertThat(kinds(origin)).contains("catalog", "manifest").doesNotContain("file");
        }
    }

    /** An image with a second publisher that has a newer a; the first one's is installed. */
    private void second() {
        Path repository = temporary.resolve("second");
        RepositoryWriter.create(repository, "second")
                .publish(List.of(Publication.of("set name=pkg.fmri value=pkg:/app/a@2\n", temporary)), "second");
        imageOf(world.origin());
        change(PublisherChange.of("second")
                .withOrigins(PublisherChange.Uris.adding(repository.toUri().toString())));
        run(PlanRequest.install("a"));
    }

    private void change(PublisherChange change) {
        ImageSettings.setPublisher(world.root, change, List.of("test"));
    }

    private List<String> upgradable(boolean refresh) {
        try (ImageQueries queries = ImageQueries.open(world.root, cache, IpsListener.NONE)) {
            ListQuery query = new ListQuery(ListQuery.Selection.UPGRADABLE, List.of(), List.of(), refresh);
            return queries.list(query).items().stream()
                    .map(listed -> listed.fmri().name())
                    .toList();
        }
    }

    private String installed() {
        return String.valueOf(Image.read(world.root).installed().get("app/a"));
    }

    @Test
    void shouldMoveToAnotherPublisherWhenItsOwnIsDisabled() {
        second();
        run(PlanRequest.update());
        assertThat(installed()).contains(PackageWorld.PUBLISHER + "/app/a@1");

        change(PublisherChange.of(PackageWorld.PUBLISHER).withEnabled(false));
        run(PlanRequest.update());

        assertThat(installed()).contains("second/app/a@2");
    }

    @Test
    void shouldListAsUpgradableWhatAnotherPublisherMayTakeOver() {
        second();
        assertThat(upgradable(true)).isEmpty();
        new CatalogRefresh(world.root, cache, IpsListener.NONE).run(List.of(), false);
        assertThat(upgradable(false)).isEmpty();

        change(PublisherChange.of(PackageWorld.PUBLISHER).withSticky(false));

        assertThat(upgradable(true)).containsExactly("app/a");
        new CatalogRefresh(world.root, cache, IpsListener.NONE).run(List.of(), false);
        assertThat(upgradable(false)).containsExactly("app/a");
    }

    @Test
    void shouldMoveToAnotherPublisherWhenItsOwnIsRemoved() {
        second();
        ImageSettings.unsetPublishers(world.root, List.of(PackageWorld.PUBLISHER), List.of("test"));

        run(PlanRequest.install("a"));

        assertThat(installed()).contains("second/app/a@2");
    }

    private void mirrors(String... uris) {
        ImageSettings.setPublisher(
                world.root,
                PublisherChange.of(PackageWorld.PUBLISHER).withMirrors(PublisherChange.Uris.adding(uris)),
                List.of("test"));
    }

    @Test
    void shouldDoWithoutMirrors() throws IOException {
        try (TestDepot origin = new TestDepot(world.repository);
                TestDepot wrong = new TestDepot(world.repository);
                TestDepot empty = new TestDepot(temporary)) {
            imageOf(origin.location());
            mirrors(wrong.location(), empty.location());
            wrong.failNext(TestDepot.Fault.CORRUPT, TestDepot.Fault.CORRUPT);

            run(PlanRequest.install("a"));

            assertThat(world.root.resolve("a")).hasContent("a of app/a@1\n");
            assertThat(kinds(origin)).contains("file");
        }
    }

    /** What is wrong with a file. */
    enum Harm {
        CORRUPT,
        TRUNCATED,
        MISSING
    }

    /** What is wrong with an origin. */
    enum Damage {
        FILE_CORRUPT(Harm.CORRUPT, true, "file/", "the file "),
        FILE_TRUNCATED(Harm.TRUNCATED, true, "file/", "the file "),
        FILE_MISSING(Harm.MISSING, true, "file/", "the file "),
        MANIFEST_CORRUPT(Harm.CORRUPT, true, "pkg/", "the manifest of"),
        MANIFEST_TRUNCATED(Harm.TRUNCATED, true, "pkg/", "the manifest of"),
        MANIFEST_MISSING(Harm.MISSING, true, "pkg/", "manifest of"),
        CATALOG_CORRUPT(Harm.CORRUPT, false, "catalog/catalog.base", "catalog.base.C"),
        CATALOG_TRUNCATED(Harm.TRUNCATED, false, "catalog/catalog.dep", "catalog.dependency.C"),
        CATALOG_MISSING(Harm.MISSING, false, "catalog/catalog.base", "catalog.base.C");

        private final Harm harm;
        private final boolean ofPackage;
        private final String where;
        private final String named;

        Damage(Harm harm, boolean ofPackage, String where, String named) {
            this.harm = harm;
            this.ofPackage = ofPackage;
            this.where = where;
            this.named = named;
        }

        /** Damages the files that are meant. */
        void strike(Path publisher) throws IOException {
            try (Stream<Path> files = Files.walk(publisher)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (publisher.relativize(file).toString().startsWith(where)) {
                        byte[] content = Files.readAllBytes(file);
                        switch (harm) {
                            case CORRUPT -> Files.write(file, new byte[] {1, 2, 3});
                            case TRUNCATED -> Files.write(file, Arrays.copyOf(content, content.length - 9));
                            case MISSING -> Files.delete(file);
                        }
                    }
                }
            }
        }
    }

    private Path copyOfRepository() throws IOException {
        Path copy = temporary.resolve("broken");
        try (Stream<Path> files = Files.walk(world.repository)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(world.repository.relativize(file).toString()));
            }
        }
        return copy;
    }

    @ParameterizedTest
    @EnumSource
    void shouldTryTheNextOriginAndElseChangeNothing(Damage damage) throws IOException {
        world.publish("app/b@1", "depend type=require fmri=app/a", "file path=c" + FILE);
        Path broken = copyOfRepository();
        damage.strike(broken.resolve("publisher").resolve(PackageWorld.PUBLISHER));
        imageOf(broken.toUri().toString());
        Map<String, String> before = Trees.print(world.root);

        assertThatThrownBy(() -> run(PlanRequest.install("a")))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining(damage.named)
                .hasMessageContaining(damage.ofPackage ? "pkg://example.org/app/a@1" : PackageWorld.PUBLISHER);
        assertThat(Trees.print(world.root)).isEqualTo(before);

        ImageSettings.setPublisher(
                world.root,
                PublisherChange.of(PackageWorld.PUBLISHER).withOrigins(PublisherChange.Uris.adding(world.origin())),
                List.of("test"));
        run(PlanRequest.install("a"));
        assertThat(world.root.resolve("a")).hasContent("a of app/a@1\n");
    }

    @Test
    void shouldRememberWhatIsOfferedWhenNobodyAnswers() throws IOException {
        world.publish("app/b@1");
        world.publish("app/a@2", "file path=a" + FILE);
        imageOf(world.origin());
        run(PlanRequest.install("a@1"));
        assertThat(known()).isEqualTo(3);
        cache = temporary.resolve("empty");
        Files.move(world.repository, temporary.resolve("away"));

        assertThatThrownBy(() -> run(PlanRequest.install("b")))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(world.repository.toString());
        run(PlanRequest.uninstall("a"));

        assertThat(known()).isEqualTo(3);
        assertThat(notes).anyMatch(note -> note.startsWith("The catalog of example.org was not refreshed: "));
    }

    @Test
    void shouldBeContentWithOneOriginThatAnswers() {
        imageOf("file:///nowhere/", world.origin());

        run(PlanRequest.install("a"));

        assertThat(world.root.resolve("a")).exists();
        assertThat(notes).anyMatch(note -> note.contains("/nowhere"));
    }
}
