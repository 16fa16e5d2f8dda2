package org.snapup.ips.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.SmallHeap;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;

/** Archives of somebody who means harm: nothing of them gets outside the image, and none takes all memory. */
class HostileArchiveTest {
    private static final String PUBLISHER = "example.org";
    private static final String CONFIG = "[publisher]\nprefix = example.org\n[repository]\nversion = 4\n";
    private static final String MANIFEST = "publisher/example.org/pkg/good/1%2C5.11%3A20260101T000000Z";

    @TempDir
    Path temporary;

    private Path archive;
    private Path image;

    @BeforeEach
    void makeImage() {
        archive = temporary.resolve("a.p5p");
        image = temporary.resolve("image");
        Ips.create(
                image,
                new ImageSpec(
                        Map.of(PUBLISHER, java.util.List.of(archive.toUri().toString())), Map.of(), Map.of()),
                java.util.List.of("test"));
    }

    private interface Content {
        void to(Tar tar) throws IOException;
    }

    /** Writes an archive with one package, and what is added. */
    private void archive(Content content) throws IOException {
        try (Tar tar = new Tar(archive)) {
            tar.file("pkg5.repository", '0', "", CONFIG.getBytes(UTF_8));
            tar.file(
                    MANIFEST,
                    '0',
                    "",
                    "set name=pkg.summary value=good\ndir path=opt mode=0755 owner=root group=bin\n".getBytes(UTF_8));
            content.to(tar);
        }
    }

    private void install() {
        Path cache = temporary.resolve("cache");
        ImagePlan plan = Ips.plan(image, PlanRequest.install("good"), cache, IpsListener.NONE);
        Ips.execute(image, plan, cache, IpsListener.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "/outside",
                "publisher/../../outside",
                "publisher/example.org/file/../../../../outside",
                "publisher/example.org/pkg/../../../../outside",
                "publisher/example.org/pkg/%2E%2E%2Foutside/1%2C5.11%3A20260101T000000Z",
                "publisher/..",
                "publisher/../pkg/good/1"
            })
    void shouldNotFollowANameOutOfTheArchive(String name) throws IOException {
        archive(tar -> tar.file(name, '0', "", "set name=pkg.summary value=evil\n".getBytes(UTF_8)));

        try {
            install();
            assertThat(image.resolve("opt")).isDirectory();
        } catch (IpsException e) {
            assertThat(e).hasMessageContaining("a.p5p").hasMessageContaining(name);
        }

        try (var left = Files.walk(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("outside");
        }
        assertThat(Path.of("/outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', '7', 'S', 'g'})
    void shouldPassOverWhatIsNoFile(char type) throws IOException {
        Files.writeString(temporary.resolve("secret"), "set name=pkg.summary value=secret\n");
        archive(tar -> tar.file(
                MANIFEST.replace("good", "linked"),
                type,
                temporary.resolve("secret").toString(),
                new byte[0]));

        install();

        assertThatThrownBy(() ->
                        Ips.plan(image, PlanRequest.install("linked"), temporary.resolve("cache"), IpsListener.NONE))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("linked");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, 0xfffff, 8L << 30, Long.MAX_VALUE, -1})
    void shouldRefuseASizeThatIsNotThere(long size) throws IOException {
        archive(tar -> tar.header("publisher/example.org/file/ab/ab", '0', "", size));

        assertThatThrownBy(this::install)
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining("is cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=9223372036854775807", "size=-1", "size=99999999999999999999", "size=1x"})
    void shouldRefuseAnExtendedSizeThatIsNotThere(String record) throws IOException {
        archive(tar -> {
            tar.file("x", 'x', "", record(record).getBytes(UTF_8));
            tar.file("publisher/example.org/file/ab/ab", '0', "", new byte[1]);
        });

        assertThatThrownBy(this::install)
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageMatching("(?s).*(is cut off|is damaged).*");
    }

    @Test
    void shouldRefuseNamesThatNoFileHas() throws IOException {
        archive(tar -> {
            tar.file("x", 'x', "", record("path=publisher/" + "x".repeat(5000)).getBytes(UTF_8));
            tar.file("y", '0', "", new byte[0]);
        });

        assertThatThrownBy(this::install)
                .isInstanceOf(IpsException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining("is too long");
    }

    /** Each header is small enough; together they are more than there is memory for. */
    @Test
    void shouldNotKeepWhatExtendedHeadersSayBesides() throws Exception {
        String filler = "y".repeat(1_000_000);
        archive(tar -> {
            for (int i = 0; i < 100; i++) {
                tar.file("x", 'x', "", record("comment" + i + "=" + filler).getBytes(UTF_8));
            }
        });

        assertThat(SmallHeap.install(image, temporary.resolve("cache"), "good")).startsWith("planned");
    }

    @Test
    void shouldRefuseMoreFilesThanThereIsMemoryFor() throws Exception {
        String folder = "publisher/example.org/file/" + "n".repeat(60);
        archive(tar -> {
            for (int i = 0; i < 150_000; i++) {
                tar.file(folder + i, '0', "", new byte[0]);
            }
        });

        assertThat(SmallHeap.install(image, temporary.resolve("cache"), "good"))
                .contains("the package archive " + archive)
                .contains("has more than there is memory for");
    }

    @Test
    void shouldRefuseManifestsThatThereIsNoMemoryFor() throws Exception {
        byte[] zeros = new byte[20_000_000];
        archive(tar -> tar.file(MANIFEST.replace("good", "large"), '0', "", zeros));

        assertThat(SmallHeap.install(image, temporary.resolve("cache"), "good"))
                .contains("pkg/large")
                .contains(archive.toString())
                .contains("this is no manifest");
    }

    @Test
    void shouldRefuseMorePackagesThanThereIsMemoryFor() throws Exception {
        byte[] manifest = ("set name=pkg.description value=" + "d".repeat(10_000) + "\n").getBytes(UTF_8);
        archive(tar -> {
            for (int i = 0; i < 3000; i++) {
                tar.file(MANIFEST.replace("good", "many" + i), '0', "", manifest);
            }
        });

        assertThat(SmallHeap.install(image, temporary.resolve("cache"), "good"))
                .contains("the package archive " + archive)
                .contains("has more than there is memory for");
    }

    private static String record(String text) {
        int length = text.length() + 2;
        while (length != text.length() + 2 + Integer.toString(length).length()) {
            length = text.length() + 2 + Integer.toString(length).length();
        }
        return length + " " + text + "\n";
    }

    /** A tar archive as nobody should write it. */
    private static final class Tar implements AutoCloseable {
        private static final int BLOCK = 512;

        private final OutputStream out;

        Tar(Path file) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file));
        }

        void file(String name, char type, String link, byte[] content) throws IOException {
            header(name, type, link, content.length);
            out.write(content);
            out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }

        /** A size that eleven octal digits can't say is written in binary. */
        void header(String name, char type, String link, long size) throws IOException {
            byte[] header = new byte[BLOCK];
            put(header, 0, name);
            put(header, 100, "0000644\0");
            put(header, 108, "0000000\0");
            put(header, 116, "0000000\0");
            if (size >= 0 && size < 1L << 33) {
                put(header, 124, String.format(Locale.ROOT, "%011o ", size));
            } else {
                header[124] = (byte) 0x80;
                for (int i = 0; i < 8; i++) {
                    header[128 + i] = (byte) (size >> (56 - 8 * i));
                }
            }
            put(header, 136, "00000000000 ");
            header[156] = (byte) type;
            put(header, 157, link);
            put(header, 257, "ustar\00000");
            Arrays.fill(header, 148, 156, (byte) ' ');
            int sum = 0;
            for (byte each : header) {
                sum += each & 0xff;
            }
            put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
            out.write(header);
        }

        private static void put(byte[] header, int at, String text) {
            byte[] bytes = text.getBytes(UTF_8);
            System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, 100));
        }

        @Override
        public void close() throws IOException {
            out.write(new byte[2 * BLOCK]);
            out.close();
        }
    }
}
