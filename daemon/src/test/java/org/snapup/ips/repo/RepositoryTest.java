package org.snapup.ips.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.CacheFile;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;

class RepositoryTest {
    private static final String CONTENT = "hello, world\n".repeat(1000);

    @TempDir
    Path folder;

    private Path root;
    private Fmri fmri;
    private Action file;
    private CatalogEntry entry;

    @BeforeEach
    void publish() throws IOException {
        root = folder.resolve("repo");
        Path proto = Files.createDirectories(folder.resolve("proto/usr"));
        Files.writeString(proto.resolve("hello"), CONTENT);
        fmri = RepositoryWriter.create(root, "p.example")
                .publish(List.of(Publication.of("""
                                        set name=pkg.fmri value=app/hello@1.0
                                        file path=usr/hello owner=root group=bin mode=0644
                                        """, folder.resolve("proto"))), null)
                .get(0);
        Repository repository = Repository.open(root.toString());
        entry = repository.catalog("p.example").find(fmri).orElseThrow();
        file = repository
                .manifest(fmri, entry.manifestSignature(), ActionFilter.ALL)
                .actions(ActionKind.FILE)
                .get(0);
    }

    private Path payload() {
        String hash = String.valueOf(file.hash());
        return root.resolve("publisher/p.example/file/" + hash.substring(0, 2) + "/" + hash);
    }

    private String read(Action action) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Repository.open("file://" + root).payload(fmri, action, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private IpsException failure(Runnable reading) {
        @Nullable IpsException e = catchThrowableOfType(IpsException.class, reading::run);
        if (e == null) {
            throw new AssertionError("nothing was refused");
        }
        return e;
    }

    @Test
    void shouldUnpackAPayload() {
        assertThat(read(file)).isEqualTo(CONTENT);
    }

    @Test
    void shouldNamePackageFileAndOriginWhenAPayloadIsDamaged() throws IOException {
        byte[] stored = Files.readAllBytes(payload());
        stored[stored.length / 2] ^= 1;
        Files.write(payload(), stored);

        IpsException e = failure(() -> read(file));

        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e)
                .hasMessageContaining("usr/hello")
                .hasMessageContaining(fmri.toString())
                .hasMessageContaining(root.toString());
    }

    @Test
    void shouldRefuseAPayloadCutOffAnywhere() throws IOException {
        byte[] stored = Files.readAllBytes(payload());
        for (int length = 0; length < stored.length; length += 3) {
            Files.write(payload(), Arrays.copyOf(stored, length));
            assertThat(failure(() -> read(file)).kind()).isEqualTo(Kind.CORRUPT);
        }
    }

    @Test
    void shouldRefuseAPayloadOfOtherContentAndTheSameSize() throws IOException {
        compress(CONTENT.replace('h', 'j').getBytes(StandardCharsets.UTF_8), 1);

        assertThat(failure(() -> read(file)))
                .hasMessageContaining("its hash is")
                .extracting(IpsException::kind)
                .isEqualTo(Kind.CORRUPT);
    }

    @Test
    void shouldStopUnpackingABombAtTheDeclaredSize() throws IOException {
        compress(new byte[1 << 20], 10);
        CountingStream out = new CountingStream();

        IpsException e = failure(() -> Repository.open(root.toString()).payload(fmri, file, out));

        assertThat(e).hasMessageContaining("longer than " + CONTENT.length() + " bytes");
        assertThat(out.count).isLessThanOrEqualTo(CONTENT.length());
    }

    @Test
    void shouldStopUnpackingABombThatDeclaresNoSize() throws IOException {
        compress(new byte[1 << 20], 65);
        Action undeclared =
                Action.of(ActionKind.FILE, file.hash(), file.attributes().without("pkg.size"));

        IpsException e =
                failure(() -> Repository.open(root.toString()).payload(fmri, undeclared, new CountingStream()));

        assertThat(e).hasMessageContaining("longer than " + PayloadCheck.UNDECLARED_LIMIT + " bytes");
    }

    @Test
    void shouldCheckOldActionsByTheHashThatNamesThem() throws IOException {
        Action old = Action.of(ActionKind.FILE, file.hash(), file.attributes().without("pkg.content-hash"));
        assertThat(read(old)).isEqualTo(CONTENT);

        compress(CONTENT.replace('h', 'j').getBytes(StandardCharsets.UTF_8), 1);
        assertThat(failure(() -> read(old)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void shouldRefuseHashesThatAreNone() {
        for (String hash : List.of("../../../../etc/passwd", "NOHASH", "a", "zz".repeat(20), "/etc/passwd")) {
            assertThat(failure(() -> read(file.withHash(hash))).kind()).isEqualTo(Kind.BAD_INPUT);
        }
    }

    @Test
    void shouldRefusePublishersThatAreNone() {
        for (String publisher : List.of("..", ".", "a/b", "-p", "")) {
            assertThat(failure(() -> Repository.open(root.toString()).catalog(publisher))
                            .kind())
                    .isEqualTo(Kind.BAD_INPUT);
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() throws IOException {
        Files.delete(payload());

        assertThat(failure(() -> read(file)))
                .hasMessageContaining("usr/hello")
                .extracting(IpsException::kind)
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void shouldRefuseAManifestThatTheCatalogDoesNotKnow() throws IOException {
        Path manifest = root.resolve("publisher/p.example/pkg").resolve(fmri.dirPath());
        Files.writeString(manifest, Files.readString(manifest).replace("0644", "4755"));

        IpsException e = failure(
                () -> Repository.open(root.toString()).manifest(fmri, entry.manifestSignature(), ActionFilter.ALL));

        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e).hasMessageContaining(fmri.toString());
    }

    @Test
    void shouldBringACopyOfTheCatalogUpToDate() throws IOException {
        Repository repository = Repository.open(root.toString());
        Path copy = folder.resolve("cache/catalog");

        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isTrue();
        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isFalse();
        RepositoryWriter.open(root)
                .publish(List.of(Publication.of("set name=pkg.fmri value=pkg://p.example/b@1")), null);
        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isTrue();
        assertThat(Catalog.load(copy).stems("p.example")).containsExactly("app/hello", "b");
        // a copy that a crash left half done
        Files.writeString(copy.resolve("catalog.attrs"), "{");
        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isTrue();
        assertThat(Catalog.load(copy).stems("p.example")).containsExactly("app/hello", "b");
    }

    /** Whatever is cut off there is removed when the daemon starts. */
    @Test
    void shouldWriteNothingBesideTheCopyWhileItIsUnfinished() throws IOException {
        Repository repository = Repository.open(root.toString());
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path inTheWay = Files.writeString(cache.resolve(CacheFile.UNFINISHED), "");

        assertThat(failure(() -> repository.refreshCatalog(
                                "p.example", cache.resolve("catalog"), cache, new HeapBudget()))
                        .kind())
                .isEqualTo(Kind.IO);
        assertThat(cache).isDirectoryNotContaining("glob:**/catalog");

        Files.delete(inTheWay);
        repository.refreshCatalog("p.example", cache.resolve("catalog"), cache, new HeapBudget());
        assertThat(inTheWay).isEmptyDirectory();
        assertThat(cache.resolve("catalog")).isDirectoryContaining("glob:**/catalog.attrs");
    }

    @Test
    void shouldLeaveTheCopyAloneWhenTheCatalogIsDamaged() throws IOException {
        Repository repository = Repository.open(root.toString());
        Path copy = folder.resolve("cache/catalog");
        repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget());
        RepositoryWriter.open(root)
                .publish(List.of(Publication.of("set name=pkg.fmri value=pkg://p.example/b@1")), null);
        RepositoryWriter.open(root).catalogue("p.example", true);
        Path base = root.resolve("publisher/p.example/catalog/catalog.base.C");
        Files.writeString(base, Files.readString(base).replace("app/hello", "app/jello"));

        assertThat(failure(() ->
                                repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                        .kind())
                .isEqualTo(Kind.CORRUPT);
        assertThat(Catalog.load(copy).stems("p.example")).containsExactly("app/hello");
    }

    @Test
    void shouldSayThatThereIsNoRepository() {
        assertThat(failure(() -> Repository.open(folder.toString())))
                .hasMessageContaining(folder.toString())
                .extracting(IpsException::kind)
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void shouldRefuseARepositoryOfAnotherVersion() throws IOException {
        Path config = root.resolve("pkg5.repository");
        Files.writeString(config, Files.readString(config).replace("version = 4", "version = 3"));

        assertThat(failure(() -> Repository.open(root.toString()))).hasMessageContaining("version 3");
    }

    private void compress(byte[] piece, int times) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(payload()))) {
            for (int i = 0; i < times; i++) {
                out.write(piece);
            }
        }
    }

    private static final class CountingStream extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
