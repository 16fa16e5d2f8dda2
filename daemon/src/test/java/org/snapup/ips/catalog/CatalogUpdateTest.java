package org.snapup.ips.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;

class CatalogUpdateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:58:03.456789Z");

    @TempDir
    Path folder;

    private Path source = Path.of("unset");
    private Path copy = Path.of("unset");
    private final List<String> fetched = new ArrayList<>();

    @BeforeEach
    void makeACatalogAndACopy() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        copy = folder.resolve("copy");
        new CatalogWriter(true, null, NOW).write(source, List.of());
        add(1, "a@1");
        refresh();
        fetched.clear();
    }

    private static CatalogRecord record(String name) {
        Manifest manifest = Manifest.parse("depend type=require fmri=pkg:/c\nset name=pkg.summary value=\"ein \u00dc "
                + name + "\"\nset name=info.source-url value=x");
        return CatalogRecord.of(Fmri.parse("pkg://p/" + name + ",5.11:20260101T000000Z"), manifest, manifest.toBytes());
    }

    private void add(int minutes, String... names) {
        List<CatalogRecord> records = new ArrayList<>();
        for (String name : names) {
            records.add(record(name));
        }
        new CatalogUpdate(source, NOW.plusSeconds(60L * minutes)).apply(records, List.of());
    }

    private void remove(int minutes, String name) {
        new CatalogUpdate(source, NOW.plusSeconds(60L * minutes)).apply(List.of(), List.of(record(name)));
    }

    private boolean refresh() {
        CatalogFiles files = CatalogFiles.in(source);
        return new CatalogCopy(
                        new CatalogFiles() {
                            @Override
                            public byte @Nullable [] read(String name) {
                                fetched.add(name);
                                return files.read(name);
                            }

                            @Override
                            public String location() {
                                return "the source";
                            }
                        },
                        copy,
                        folder,
                        new HeapBudget())
                .refresh();
    }

    private void assertSame() throws IOException {
        for (String name : Catalog.load(source).attributes().parts().keySet()) {
            assertThat(copy.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
        assertThat(copy.resolve("catalog.attrs")).hasSameBinaryContentAs(source.resolve("catalog.attrs"));
    }

    @Test
    void shouldWriteTheLogsThatPkgsendWrites() throws IOException {
        String log = Files.readString(source.resolve("update.20261123T01Z.C"));

        assertThat(log)
                .startsWith("{\"p\":{\"a\":[{\"catalog.base.C\":{\"signature-sha-1\":\"")
                .contains(
                        "\"version\":\"1,5.11:20260101T000000Z\"},\"catalog.dependency.C\":{\"actions\":[\"depend"
                                + " fmri=pkg:/c type=require\"],\"version\":\"1,5.11:20260101T000000Z\"},\"catalog.summary.C\":{")
                .contains("\"op-time\":\"20261123T015903.456789Z\",\"op-type\":\"add\",\"version\":\"1,5.11:2026");
        assertThat(Files.readString(source.resolve("catalog.attrs")))
                .contains("\"updates\":{\"update.20261123T01Z.C\":{\"last-modified\":\"20261123T015903.456789Z\",");
    }

    @Test
    void shouldFetchTheLogsOnly() throws IOException {
        add(3, "b@1", "a@2", "a@1.5"); // in the next hour
        remove(4, "b@1");
        add(70, "c@1");

        assertThat(refresh()).isTrue();

        assertThat(fetched)
                .containsExactlyInAnyOrder("catalog.attrs", "update.20261123T02Z.C", "update.20261123T03Z.C");
        assertSame();
        assertThat(Catalog.load(copy).entries().map(entry -> entry.fmri().anonymousText()))
                .hasSize(4)
                .first()
                .asString()
                .contains("a@1");
        assertThat(refresh()).isFalse();
    }

    @Test
    void shouldLeavePartsAloneThatDidNotChange() throws IOException {
        CatalogAttributes.Part before =
                Catalog.load(source).attributes().parts().get("catalog.dependency.C");
        Manifest plain = Manifest.parse("set name=pkg.summary value=x");
        new CatalogUpdate(source, NOW.plusSeconds(300))
                .apply(
                        List.of(CatalogRecord.of(
                                Fmri.parse("pkg://p/z@1,5.11:20260101T000000Z"), plain, plain.toBytes())),
                        List.of());

        assertThat(Catalog.load(source).attributes().parts().get("catalog.dependency.C"))
                .isEqualTo(before);
        refresh();
        assertSame();
        add(10, "y@1"); // the dependency part is now older than the others
        fetched.clear();
        refresh();
        assertThat(fetched).allMatch(name -> name.equals("catalog.attrs") || name.startsWith("update."));
        assertSame();
    }

    @Test
    void shouldEmptyACatalog() throws IOException {
        remove(2, "a@1");
        refresh();

        assertSame();
        assertThat(Catalog.load(copy).entries()).isEmpty();
        assertThat(copy.resolve("catalog.base.C")).content().startsWith("{\"_SIGNATURE\"");
    }

    enum Damage {
        MISSING,
        TRUNCATED,
        CHANGED,
        EMPTY
    }

    @ParameterizedTest
    @EnumSource
    void shouldFetchWholePartsWhenALogIsNotSound(Damage damage) throws IOException {
        add(5, "b@1");
        Path log = source.resolve("update.20261123T02Z.C");
        String text = Files.readString(log);
        switch (damage) {
            case MISSING -> Files.delete(log);
            case TRUNCATED -> Files.writeString(log, text.substring(0, text.length() / 2));
            case CHANGED -> Files.writeString(log, text.replace("pkg:/c", "pkg:/d"));
            case EMPTY -> Files.writeString(log, "");
        }

        assertThat(refresh()).isTrue();

        assertThat(fetched).contains("catalog.base.C", "catalog.dependency.C", "catalog.summary.C");
        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAPartThatIsNotSoundAndKeepTheCopy(Damage damage) throws IOException {
        new CatalogWriter(true, null, NOW.plusSeconds(600)).write(source, List.of(record("q@1")));
        Path part = source.resolve("catalog.summary.C");
        String text = Files.readString(part);
        byte[] before = Files.readAllBytes(copy.resolve("catalog.base.C"));
        switch (damage) {
            case MISSING -> Files.delete(part);
            case TRUNCATED -> Files.writeString(part, text.substring(0, text.length() / 2));
            case CHANGED -> Files.writeString(part, text.replace("ein", "zwei"));
            case EMPTY -> Files.writeString(part, "");
        }

        assertThatThrownBy(this::refresh)
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("catalog.summary.C")
                .hasMessageContaining("the source");

        assertThat(copy.resolve("catalog.base.C")).hasBinaryContent(before);
        assertThat(Catalog.load(copy).entries()).hasSize(1);
    }

    @Test
    void shouldFetchWholePartsWhenTheCopyIsDamaged() throws IOException {
        add(5, "b@1");
        Files.writeString(copy.resolve("catalog.base.C"), "{}");

        refresh();

        assertThat(fetched).contains("catalog.base.C").doesNotContain("catalog.summary.C");
        assertSame();
    }

    @Test
    void shouldFetchWholePartsOfARebuiltCatalog() throws IOException {
        new CatalogWriter(true, null, NOW.plusSeconds(600)).write(source, List.of(record("q@1")));

        refresh();

        assertThat(fetched).contains("catalog.base.C").noneMatch(name -> name.startsWith("update."));
        assertSame();
    }

    @Test
    void shouldGoForwardInTimeWhenTheClockGoesBack() throws IOException {
        add(-3000, "b@1");
        assertThat(Catalog.load(source).attributes().lastModified()).isEqualTo("20261123T015903.456790Z");

        refresh();
        assertSame();
    }

    @Test
    void shouldRefuseAPackageThatIsThere() {
        assertThatThrownBy(() -> add(2, "a@1"))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("has a@1,5.11:20260101T000000Z");
        assertThatThrownBy(() -> remove(2, "a@3"))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("doesn't have a@3");
    }

    @Test
    void shouldRecogniseOtherWaysOfWritingTheSameText() throws IOException {
        for (SignedJson.Escapes escapes : SignedJson.Escapes.values()) {
            SignedJson.Written written = SignedJson.write(true, escapes, json -> {
                json.writeStartObject();
                json.writeStringField("x", "\u00dc\\u00DC");
                json.writeEndObject();
            });
            assertThat(new String(written.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .startsWith(
                            switch (escapes) {
                                case CAPITAL -> "{\"x\":\"\\u00DC\\\\u00DC\"";
                                case SMALL -> "{\"x\":\"\\u00dc\\\\u00DC\"";
                                case NONE -> "{\"x\":\"\u00dc\\\\u00DC\"";
                            });
            new SignedJson(written.bytes(), "x").verify(null);
        }
    }
}
