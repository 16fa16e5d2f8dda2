package org.snapup.ips;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Catalogs of several publishers, each of which there is memory for, and not for all: they end in words, too. */
class HostileCatalogsTest {
    private static final String NO_MEMORY = "has more than there is memory for";
    private static final int MANY = 30_000;

    @TempDir
    Path temporary;

    private PackageWorld world;
    private final Map<String, List<String>> publishers = new TreeMap<>();

    @BeforeEach
    void publish() {
        world = new PackageWorld(temporary);
        world.publish("good@1", "dir path=opt owner=root group=sys mode=0755");
        publishers.put(PackageWorld.PUBLISHER, List.of(world.origin()));
    }

    private void createImage() {
        Ips.create(world.root, new ImageSpec(publishers, Map.of("variant.arch", "i386"), Map.of()), List.of("test"));
    }

    private String run(String verb, String... patterns) throws Exception {
        String answer = SmallHeap.run(world.root, world.cache, verb, patterns);
        assertThat(answer).doesNotContain("OutOfMemory").isNotBlank();
        return answer;
    }

    @Test
    void shouldTakeOneThatThereIsMemoryFor() throws Exception {
        addPublisher("x1.example", MANY, "");
        createImage();

        assertThat(run("install", "good")).startsWith("planned [None -> pkg://example.org/good@1");
        assertThat(run("list")).isEqualTo("listed " + (MANY + 1) + "\n");
        assertThat(run("refresh")).isEqualTo("refreshed true\n");
        assertThat(run("install", "good")).startsWith("planned [None -> pkg://example.org/good@1");
    }

    @Test
    void shouldRefuseThoseThatThereIsNoMemoryForBesideOthers() throws Exception {
        for (int i = 1; i <= 6; i++) {
            addPublisher("x" + i + ".example", MANY, "");
        }
        createImage();

        assertThat(run("install", "good")).contains(NO_MEMORY).contains("other catalogs take");
        assertThat(run("refresh")).contains(NO_MEMORY);
        assertThat(run("list")).contains(NO_MEMORY).contains("listed ");
        // a refresh of one isn't held up by the others
        assertThat(run("refresh", PackageWorld.PUBLISHER)).contains(NO_MEMORY).endsWith("refreshed true\n");
    }

    @Test
    void shouldRemovePackagesNevertheless() throws Exception {
        for (int i = 1; i <= 6; i++) {
            addPublisher("x" + i + ".example", i == 1 ? MANY : 1, "");
        }
        createImage();
        world.install("good");
        for (int i = 2; i <= 6; i++) {
            addPublisher("x" + i + ".example", MANY, "");
        }

        assertThat(run("uninstall", "good"))
                .contains("isn't used: ")
                .contains(NO_MEMORY)
                .contains("removed [pkg://example.org/good@1");
    }

    @Test
    void shouldCountWhatIsSaidOfThePackages() throws Exception {
        for (int i = 1; i <= 6; i++) {
            addPublisher("x" + i + ".example", 1_000, "x".repeat(9_000));
        }
        createImage();

        assertThat(run("install", "good")).startsWith("planned");
        assertThat(run("refresh")).contains(NO_MEMORY);
    }

    @Test
    void shouldCountRepositoriesThatAreNamedTogether() throws Exception {
        List<String> origins = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            addPublisher("x" + i + ".example", MANY, "");
            origins.addAll(publishers.getOrDefault("x" + i + ".example", List.of()));
        }
        publishers.keySet().retainAll(List.of(PackageWorld.PUBLISHER));
        createImage();

        assertThat(run("list", origins.get(0))).isEqualTo("listed " + MANY + "\n");
        assertThat(run("list", origins.toArray(new String[0]))).contains(NO_MEMORY);
    }

    /** With a catalog that was never signed. */
    private void addPublisher(String publisher, int versions, String summary) throws IOException {
        Path repository = temporary.resolve(publisher);
        if (!Files.exists(repository)) {
            RepositoryWriter.create(repository, publisher);
        }
        Path catalog = repository.resolve("publisher/" + publisher + "/catalog");
        String time = "{'last-modified':'" + (versions > 1 ? 2099 : 2098) + "0101T000000Z'}";
        Files.writeString(
                catalog.resolve("catalog.attrs"),
                json("{'created':'20260101T000000Z','last-modified':'20990101T000000Z','package-count':1,"
                        + "'package-version-count':" + versions + ",'parts':{'catalog.base.C':" + time
                        + ",'catalog.summary.C':" + time + "},'updates':{},'version':1}"));
        write(catalog.resolve("catalog.base.C"), publisher, versions, "'many$':[{'version':'1'}]");
        if (!summary.isEmpty()) {
            write(
                    catalog.resolve("catalog.summary.C"),
                    publisher,
                    versions,
                    "'many$':[{'version':'1','actions':['set name=pkg.summary value=" + summary + "']}]");
        } else {
            Files.writeString(catalog.resolve("catalog.summary.C"), "{}");
        }
        publishers.put(publisher, List.of(repository.toUri().toString()));
    }

    private static void write(Path file, String publisher, int versions, String version) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(json("{'" + publisher + "':{").getBytes(US_ASCII));
            for (int i = 0; i < versions; i++) {
                String each = version.replace("$", Integer.toString(i)) + (i < versions - 1 ? "," : "");
                out.write(json(each).getBytes(US_ASCII));
            }
            out.write("}}".getBytes(US_ASCII));
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
