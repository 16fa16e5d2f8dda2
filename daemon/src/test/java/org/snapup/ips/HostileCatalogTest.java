package org.snapup.ips;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Catalogs that are made to exhaust who reads them: with little memory, too, they end in words, and in none of Java's. */
class HostileCatalogTest {
    private static final String NO_MEMORY = "has more than there is memory for";
    private static final String BASE = "catalog.base.C";

    @TempDir
    Path temporary;

    private PackageWorld world;
    private Path catalog;

    @BeforeEach
    void makeImage() {
        world = new PackageWorld(temporary);
        world.publish("good@1", "depend type=require fmri=good@1");
        world.createImage();
        catalog = world.repository.resolve("publisher/example.org/catalog");
    }

    @Test
    void shouldPlanWithLittleMemory() throws Exception {
        assertThat(SmallHeap.install(world.root, world.cache, "good"))
                .startsWith("planned [None -> pkg://example.org/good@1");
    }

    /** File, its beginning, what is repeated with a number for each {@code $}, how often, its end, and what is said. */
    static Stream<Arguments> catalogs() {
        String version = "{'version':'1.$'},";
        String attributes = "{'last-modified':'20260101T000000Z'},";
        return Stream.of(
                Arguments.of(BASE, "{'example.org':{'a':[", version, 1_500_000, "{'version':'1'}]}}", NO_MEMORY),
                Arguments.of(BASE, "{'example.org':{'a':[", version, 400_000, "{'version':'1'}]}}", NO_MEMORY),
                Arguments.of(BASE, "{'example.org':{", "'a$':[],", 600_000, "'b':[]}}", NO_MEMORY),
                Arguments.of(BASE, "{'example.org':{'a':[{'x':", "{'a':", 1_000_000, "", "nesting depth"),
                Arguments.of(BASE, "", "[", 10_000_000, "", "expected START_OBJECT"),
                Arguments.of(
                        BASE, "{'example.org':{'a':[{'version':'", "1.", 5_000_000, "1'}]}}", "String value length"),
                Arguments.of(BASE, "{'example.org':{'a':[{'version':'", "1.", 2_000_000, "1'}]}}", NO_MEMORY),
                Arguments.of(BASE, "{'", "name", 500_000, "':{}}", "Name length"),
                Arguments.of(BASE, "{'example.org':{'a':[{'version':'1','x':'", "x", 100_000_000, "'}]}}", NO_MEMORY),
                Arguments.of(BASE, "{'example.org':{'a':[{'version':'", "x", 9, "'}]}}", "version 'xxxxxxxxx'"),
                Arguments.of(BASE, "{'example.org':{'../", "x", 9, "':[{'version':'1'}]}}", "'../xxxxxxxxx' is not a"),
                Arguments.of(
                        "catalog.dependency.C",
                        "{'example.org':{'good':[{'version':'1','actions':[",
                        "'',",
                        3_000_000,
                        "'']}]}}",
                        NO_MEMORY),
                Arguments.of(
                        "catalog.attrs",
                        "{'parts':{",
                        "'catalog.$':" + attributes,
                        250_000,
                        "'catalog.base.C':{}},'version':1}",
                        NO_MEMORY),
                Arguments.of("catalog.attrs", "{'parts':", "[", 10_000_000, "", "expected START_OBJECT"),
                Arguments.of("catalog.attrs", "{'created':'", "x", 30_000_000, "'}", NO_MEMORY));
    }

    @ParameterizedTest
    @MethodSource("catalogs")
    void shouldEndInWords(String file, String start, String repeated, int times, String end, String said)
            throws Exception {
        if (!file.equals("catalog.attrs")) {
            // without signatures, which whoever publishes such files would make fit
            Files.writeString(
                    catalog.resolve("catalog.attrs"),
                    json(
                            "{'created':'20260101T000000Z','last-modified':'20990101T000000Z','package-count':1,"
                                    + "'package-version-count':1,'parts':{'catalog.base.C':{'last-modified':'20990101T000000Z'},"
                                    + "'catalog.dependency.C':{'last-modified':'20990101T000000Z'}},'updates':{},'version':1}"));
        }
        write(catalog.resolve(file), start, repeated, times, end);

        String answer = SmallHeap.install(world.root, world.cache, "good");

        assertThat(answer)
                .contains(said)
                .contains("of example.org at " + world.repository + "/" + file)
                .doesNotContain("OutOfMemory");
    }

    @Test
    void shouldNotTakeALargeLogForMoreThanOneThatCanNotBeUsed() throws Exception {
        assertThat(SmallHeap.install(world.root, world.cache, "good")).startsWith("planned");
        world.publish("good@2");
        Path log;
        try (Stream<Path> files = Files.list(catalog)) {
            log = files.filter(file -> file.getFileName().toString().startsWith("update."))
                    .findFirst()
                    .orElseThrow();
        }
        write(log, "{'example.org':{'a':[", "{},", 3_000_000, "{}]}}");

        assertThat(SmallHeap.install(world.root, world.cache, "good"))
                .startsWith("planned [None -> pkg://example.org/good@2");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void write(Path file, String start, String repeated, int times, String end) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(json(start).getBytes(US_ASCII));
            String text = json(repeated);
            for (int i = 0; i < times; i++) {
                out.write((text.contains("$") ? text.replace("$", Integer.toString(i)) : text).getBytes(US_ASCII));
            }
            out.write(json(end).getBytes(US_ASCII));
        }
    }
}
