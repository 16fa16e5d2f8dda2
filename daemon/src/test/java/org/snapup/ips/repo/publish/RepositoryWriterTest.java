package org.snapup.ips.repo.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryLayout;
import org.snapup.testing.Requires;

class RepositoryWriterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T01:02:03.456Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("repo");
    }

    private IpsException failure(Runnable writing) {
        @Nullable IpsException e = catchThrowableOfType(IpsException.class, writing::run);
        if (e == null) {
            throw new AssertionError("nothing was refused");
        }
        return e;
    }

    @Test
    void shouldMakeAnEmptyRepository() throws IOException {
        RepositoryWriter.create(root(), "p.example");

        assertThat(Files.readString(root().resolve("pkg5.repository")))
                .contains("[publisher]\nprefix = p.example\n")
                .contains("[repository]\nversion = 4\n")
                .contains("[CONFIGURATION]\nversion = 4\n");
        Repository repository = Repository.open(root().toString());
        assertThat(repository.publishers()).containsExactly("p.example");
        assertThat(repository.defaultPublisher()).contains("p.example");
        assertThat(repository.catalog("p.example").entries()).isEmpty();
    }

    @Test
    void shouldRefuseToMakeARepositoryWhereSomethingIs() throws IOException {
        Files.createDirectories(root());
        Files.writeString(root().resolve("x"), "x");

        assertThat(failure(() -> RepositoryWriter.create(root(), null)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure(() -> RepositoryWriter.create(root().resolve("x"), null))
                        .kind())
                .isEqualTo(Kind.CONFLICT);
    }

    @Test
    void shouldGiveEachVersionATimeOfItsOwn() {
        RepositoryWriter.create(root(), "p");
        RepositoryWriter writer = RepositoryWriter.open(root(), CLOCK);
        Publication a = Publication.of("set name=pkg.fmri value=a@1.0-1");

        List<Fmri> names = writer.publish(List.of(a, a), null);
        List<Fmri> again = writer.publish(List.of(a), "q");

        assertThat(names)
                .extracting(Fmri::toString)
                .containsExactly("pkg://p/a@1.0,5.11-1:20261123T010203Z", "pkg://p/a@1.0,5.11-1:20261123T010204Z");
        assertThat(again).extracting(Fmri::toString).containsExactly("pkg://q/a@1.0,5.11-1:20261123T010203Z");
        assertThat(Repository.open(root().toString()).publishers()).containsExactly("p", "q");
    }

    @Test
    void shouldRefuseAVersionThatIsThere() {
        RepositoryWriter writer = RepositoryWriter.create(root(), "p");
        Publication a = Publication.of("set name=pkg.fmri value=a@1:20260101T000000Z");
        writer.publish(List.of(a), null);

        assertThat(failure(() -> writer.publish(List.of(a), null)).kind()).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void shouldPublishNothingWhenOnePackageIsWrong() throws IOException {
        RepositoryWriter writer = RepositoryWriter.create(root(), "p");
        List<String> before = tree();
        Publication good = Publication.of("set name=pkg.fmri value=a@1");
        for (String bad : List.of(
                "set name=pkg.fmri value=b@1\nfile path=usr/x owner=root group=bin mode=0644",
                "set name=pkg.fmri value=b@1\nfile ../../x path=usr/x owner=root group=bin mode=0644",
                "set name=pkg.fmri value=b@1\ndir path=usr/../../x owner=root group=bin mode=0755",
                "set name=pkg.fmri value=b@1\ndir path=usr",
                "set name=pkg.fmri value=b@1\nset name=pkg.obsolete value=true\ndepend type=require fmri=c",
                "set name=pkg.fmri value=b@1\nset name=pkg.renamed value=true\ndepend type=optional fmri=c",
                "set name=pkg.fmri value=b",
                "set name=pkg.fmri value=pkg://zz..+/b@1",
                "set name=pkg.fmri value=b@1\nset name=pkg.summary value=\"tab\there\"",
                "set name=pkg.fmri value=b@1\nset name=pkg.summary value=\"tab\tother=one\"",
                "set name=pkg.summary value=x")) {
            failure(() -> writer.publish(List.of(good, Publication.of(bad, folder.resolve("proto"))), null));
        }

        assertThat(tree()).isEqualTo(before);
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void shouldAskForAPublisherWhenThereIsNoDefault() {
        RepositoryWriter writer = RepositoryWriter.create(root(), null);

        assertThat(failure(() -> writer.publish(List.of(Publication.of("set name=pkg.fmri value=a@1")), null)))
                .hasMessageContaining("-p");
    }

    @Test
    void shouldKeepOtherWritersOut() {
        RepositoryWriter.create(root(), "p");
        RepositoryWriter writer = RepositoryWriter.open(root(), CLOCK, Duration.ofMillis(1));
        try (PublisherLock lock = PublisherLock.take(new RepositoryLayout(root()), "p")) {
            assertThat(failure(() -> writer.publish(List.of(Publication.of("set name=pkg.fmri value=a@1")), null)))
                    .hasMessageContaining("try again later")
                    .extracting(IpsException::kind)
                    .isEqualTo(Kind.LOCKED);
            assertThat(failure(() -> writer.catalogue("p", true)).kind()).isEqualTo(Kind.LOCKED);
        }
    }

    @Test
    void shouldPublishOneAfterTheOther() throws Exception {
        RepositoryWriter.create(root(), "p");
        ExecutorService builders = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Fmri>>> published = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Publication publication = Publication.of("set name=pkg.fmri value=a" + i + "@1");
                published.add(
                        builders.submit(() -> RepositoryWriter.open(root()).publish(List.of(publication), null)));
            }
            for (Future<List<Fmri>> each : published) {
                assertThat(each.get()).hasSize(1);
            }
        } finally {
            builders.shutdownNow();
        }
        assertThat(Repository.open(root().toString()).catalog("p").entries()).hasSize(12);
    }

    @Test
    void shouldStoreEqualFilesOnce() throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto"));
        Files.writeString(proto.resolve("a"), "same");
        Files.writeString(proto.resolve("b"), "same");
        Files.writeString(proto.resolve("empty"), "");
        RepositoryWriter.create(root(), "p").publish(List.of(Publication.of("""
                                        set name=pkg.fmri value=a@1
                                        file path=a owner=root group=bin mode=0644
                                        file b path=c/d owner=root group=bin mode=0644
                                        file path=empty owner=root group=bin mode=0644
                                        license a license=L
                                        """, proto)), null);

        try (Stream<Path> files = Files.walk(root().resolve("publisher/p/file"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
        Catalog catalog = Repository.open(root().toString()).catalog("p");
        readEverything(Repository.open(root().toString()), catalog);
    }

    /** As pkgsend(1) has it: signatures and elfhash say something of what a manifest delivered before. */
    @Test
    void shouldPublishNothingThatWasTrueOfOlderContent() throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto"));
        Files.writeString(proto.resolve("a"), "new");
        Publication publication = Publication.of("""
                set name=pkg.fmri value=a@1
                file path=a owner=root group=bin mode=0644 elfarch=i386 elfbits=64 elfhash=0123 pkg.size=77 chash=12
                signature algorithm=sha256 value=0123 version=0
                """, proto);

        Fmri name = RepositoryWriter.create(root(), "p")
                .publish(List.of(publication), null)
                .get(0);

        Manifest published = Repository.open(root().toString()).manifest(name, null, ActionFilter.ALL);
        assertThat(published.actions()).extracting(Action::kind).containsExactly(ActionKind.SET, ActionKind.FILE);
        assertThat(published.actions().get(1).attributes().keys())
                .containsExactlyInAnyOrder(
                        "chash", "group", "mode", "owner", "path", "pkg.content-hash", "pkg.csize", "pkg.size");
        assertThat(publication.omitted()).hasSize(1);
    }

    @Test
    void shouldCompressFilesSuchThatPkgsendTakesThemForItsOwn() throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto"));
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(proto.resolve("a"), content);
        RepositoryWriter.create(root(), "p").publish(List.of(Publication.of("""
                                        set name=pkg.fmri value=a@1
                                        file path=a owner=root group=bin mode=0644
                                        """, proto)), null);

        try (Stream<Path> files = Files.walk(root().resolve("publisher/p/file"))) {
            Path stored = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(stored), 0, 10))
                    .isEqualTo("1f8b08000000000002ff");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(stored))) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
    }

    /** A kill in between would leave parts that {@code catalog.attrs} doesn't fit, or what pkgrepo takes for a manifest. */
    @Test
    void shouldWriteAllBeforeItReplacesAnything() throws Exception {
        RepositoryWriter writer = RepositoryWriter.create(root(), "p");
        Path home = root().resolve("publisher/p");
        Files.createDirectories(home.resolve("pkg/a"));
        Files.writeString(home.resolve("tmp/.new.left"), "by a kill");

        List<String> made;
        try (WatchService watching = home.getFileSystem().newWatchService()) {
            home.resolve("catalog").register(watching, StandardWatchEventKinds.ENTRY_CREATE);
            home.resolve("pkg/a").register(watching, StandardWatchEventKinds.ENTRY_CREATE);
            writer.publish(List.of(Publication.of("set name=pkg.fmri value=a@1\nset name=pkg.summary value=s")), null);
            made = made(watching, "catalog.attrs");
        }

        assertThat(made).filteredOn(name -> name.startsWith(".new.1")).isEmpty();
        List<String> catalog =
                made.stream().filter(name -> !name.startsWith("1")).toList();
        assertThat(catalog).hasSize(8);
        assertThat(catalog.subList(0, 4)).allMatch(name -> name.startsWith(".new."));
        assertThat(catalog.subList(4, 8)).noneMatch(name -> name.startsWith("."));
        assertThat(home.resolve("tmp")).isDirectoryNotContaining("glob:**/.new.*");
    }

    private static List<String> made(WatchService watching, String last) throws InterruptedException {
        List<String> made = new ArrayList<>();
        while (!made.contains(last)) {
            WatchKey key = watching.poll(10, TimeUnit.SECONDS);
            if (key == null) {
                throw new AssertionError(last + " isn't among " + made);
            }
            key.pollEvents().forEach(event -> made.add(String.valueOf(event.context())));
            key.reset();
        }
        return made;
    }

    @Test
    void shouldReadEveryByteOfTheGenuineRepository() {
        Repository genuine = Repository.open(Requires.shared("ips/repo").toString());

        assertThat(genuine.publishers()).containsExactly("example.org", "second.example");
        assertThat(genuine.defaultPublisher()).contains("example.org");
        for (String publisher : genuine.publishers()) {
            readEverything(genuine, genuine.catalog(publisher));
        }
    }

    private static void readEverything(Repository repository, Catalog catalog) {
        catalog.entries().forEach(entry -> {
            byte[] bytes = repository.manifestBytes(entry.fmri(), entry.manifestSignature());
            Manifest manifest = Manifest.parse(bytes, "manifest");
            assertThat(manifest.toBytes()).isEqualTo(bytes);
            for (Action action : manifest.actions()) {
                if (action.hash() != null) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    repository.payload(entry.fmri(), action, out);
                    assertThat(out.size()).isEqualTo(action.size());
                }
            }
        });
    }

    @Test
    void shouldPublishWhatPkgsendPublishes() throws IOException {
        Path shared = Requires.shared("ips");
        Repository genuine = Repository.open(shared.resolve("repo").toString());
        RepositoryWriter writer = RepositoryWriter.create(root(), "example.org");
        for (CatalogEntry entry : genuine.catalog("example.org").entries().toList()) {
            if (entry.fmri().name().equals("crypto/signed")) {
                continue; // signed afterwards
            }
            Manifest published = genuine.manifest(entry.fmri(), entry.manifestSignature(), ActionFilter.ALL);

            Fmri name = writer.publish(
                            List.of(new Publication(
                                    "source", source(shared, entry.fmri()), List.of(shared.resolve("src/proto")))),
                            null)
                    .get(0);

            Manifest ours = Repository.open(root().toString()).manifest(name, null, ActionFilter.ALL);
            assertThat(name).isEqualTo(entry.fmri());
            assertThat(ours.actions().stream().map(RepositoryWriterTest::comparable))
                    .containsExactlyElementsOf(published.actions().stream()
                            .map(RepositoryWriterTest::comparable)
                            .toList());
        }
    }

    // The compressor differs, and what it makes of ELF files only they do.
    private static String comparable(Action action) {
        if (action.kind() != ActionKind.FILE && action.kind() != ActionKind.LICENSE) {
            return action.toString();
        }
        Action plain = action;
        for (String key : List.of("chash", "pkg.csize", "elfarch", "elfbits", "elfhash")) {
            plain = Action.of(plain.kind(), plain.hash(), plain.attributes().without(key));
        }
        String first = plain.attributes().all("pkg.content-hash").stream()
                .filter(hash -> hash.startsWith("file:"))
                .findFirst()
                .orElse("none");
        return plain.with("pkg.content-hash", first).toString();
    }

    private static Manifest source(Path shared, Fmri fmri) throws IOException {
        String version = fmri.requireVersion().toString().replaceFirst(":.*", "");
        try (Stream<Path> sources = Files.list(shared.resolve("src/manifests"))) {
            for (Path file : sources.toList()) {
                String text = Files.readString(file);
                if (text.contains("/" + fmri.name() + "@" + version + "\n")) {
                    return Manifest.parse(text.replaceFirst(
                            "@" + version.replace(".", "\\.") + "\n", "@" + fmri.requireVersion() + "\n"));
                }
            }
        }
        throw new AssertionError("no source of " + fmri);
    }
}
