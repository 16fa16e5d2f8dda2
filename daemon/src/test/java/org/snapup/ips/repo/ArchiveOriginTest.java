package org.snapup.ips.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.testing.Requires;

class ArchiveOriginTest {
    @TempDir
    Path folder;

    private Path root;
    private Fmri fmri;

    @BeforeEach
    void publish() throws IOException {
        root = folder.resolve("repo");
        Files.writeString(folder.resolve("data"), "content\n".repeat(2000));
        String name = "a-long-name-of-a-package-so-that-no-plain-header-of-an-archive/" + "holds-it";
        fmri = RepositoryWriter.create(root, "p.example")
                .publish(
                        List.of(Publication.of(
                                "set name=pkg.fmri value=" + name
                                        + "@1.0\nfile path=data owner=root group=bin mode=0644\ndepend type=require fmri=x",
                                folder)),
                        null)
                .get(0);
    }

    private Path archive(String format) throws IOException, InterruptedException {
        Path archive = folder.resolve("a." + format + ".p5p");
        Process tar = new ProcessBuilder(
                        Requires.program("tar", "tar").toString(),
                        "--format=" + format,
                        "-cf",
                        archive.toString(),
                        "--exclude=catalog",
                        "--exclude=tmp",
                        "-C",
                        root.toString(),
                        "./pkg5.repository",
                        "publisher")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return archive;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pax", "gnu", "ustar"})
    void shouldReadPackagesFromAnArchive(String format) throws Exception {
        try (Repository repository = Repository.open(archive(format).toString())) {
            assertThat(repository.publishers()).containsExactly("p.example");
            assertThat(repository.defaultPublisher()).contains("p.example");
            Catalog catalog = repository.catalog("p.example");
            CatalogEntry entry = catalog.find(fmri).orElseThrow();
            assertThat(catalog.dependencyLines(fmri)).containsExactly("depend fmri=x type=require");
            Manifest manifest = repository.manifest(fmri, entry.manifestSignature(), ActionFilter.ALL);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            repository.payload(fmri, manifest.actions(ActionKind.FILE).get(0), out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("content\n".repeat(2000));
        }
    }

    @Test
    void shouldRefuseAnArchiveCutOffAnywhere() throws Exception {
        byte[] whole = Files.readAllBytes(archive("pax"));
        Path cut = folder.resolve("cut.p5p");
        int content = Arrays.mismatch(whole, new byte[whole.length]);
        assertThat(content).isZero();
        for (int length = 0; length < whole.length - 10240; length += 509) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThat(failure(cut)).isIn(Kind.CORRUPT, Kind.BAD_INPUT);
        }
    }

    @Test
    void shouldRefuseWhatIsNoArchive() throws Exception {
        Path file = folder.resolve("x.p5p");
        for (String text : List.of("x".repeat(5000), "\0".repeat(5000), "")) {
            Files.writeString(file, text);
            assertThat(failure(file)).isIn(Kind.CORRUPT, Kind.BAD_INPUT);
        }
        byte[] archive = Files.readAllBytes(archive("gnu"));
        for (int at = 0; at < 512; at++) {
            byte[] damaged = archive.clone();
            damaged[at >= 148 && at < 156 ? 0 : at] ^= 0x10; // the check sum itself may be written in several ways
            Files.write(file, damaged);
            assertThat(failure(file)).isEqualTo(Kind.CORRUPT);
        }
    }

    private static Kind failure(Path archive) {
        @Nullable
        IpsException e = catchThrowableOfType(
                IpsException.class, () -> Repository.open(archive.toString()).close());
        if (e == null) {
            throw new AssertionError("nothing was refused");
        }
        return e.kind();
    }
}
