package org.snapup.ips.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.testing.Requires;

class CatalogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.456789Z");

    @TempDir
    Path folder;

    @Test
    void shouldReadWhatItWrote() {
        write(record("pkg://p/a/b@1.10,5.11:20260101T000000Z"), record("pkg://p/a/b@1.9,5.11:20260101T000000Z"));

        Catalog catalog = Catalog.load(folder);

        assertThat(catalog.publishers()).containsExactly("p");
        assertThat(catalog.stems("p")).containsExactly("a/b");
        assertThat(catalog.versions("p", "a/b"))
                .extracting(entry -> entry.fmri().requireVersion().shortText())
                .containsExactly("1.9", "1.10");
        Fmri newest = catalog.versions("p", "a/b").get(1).fmri();
        assertThat(catalog.dependencies(newest))
                .extracting(Action::toString)
                .containsExactly("depend fmri=pkg:/c type=require", "set name=variant.arch value=i386");
        assertThat(catalog.summary(newest, "C")).hasSize(1);
        assertThat(catalog.summary(newest, "fr").get(0).get("value")).isEqualTo("un résumé \u0001");
        assertThat(catalog.find(newest).orElseThrow().manifestSignature()).hasSize(40);
        assertThat(catalog.attributes().packageCount()).isEqualTo(1);
        assertThat(catalog.attributes().packageVersionCount()).isEqualTo(2);
        assertThat(catalog.attributes().lastModified()).isEqualTo("20261123T010203.456789Z");
    }

    @Test
    void shouldWriteTextThatPkgWouldWrite() throws IOException {
        write(record("pkg://p/a@1,5.11:20260101T000000Z"));

        assertThat(folder.resolve("catalog.summary.fr"))
                .content()
                .startsWith(
                        "{\"p\":{\"a\":[{\"actions\":[\"set name=pkg.summary:fr value=\\\"un r\\u00E9sum\\u00E9 \\u0001"
                                + "\\\"\"],\"version\":\"1,5.11:20260101T000000Z\"}]},\"_SIGNATURE\":{\"sha-1\":\"")
                .endsWith("\"}}\n");
        assertThat(Files.readString(folder.resolve("catalog.attrs"))).contains("\"updates\":{},\"version\":1,\"_SIG");
    }

    @Test
    void shouldKeepTheStateOfAnImage() {
        EntryState state = new EntryState(List.of(0, 7, 2), "20261123T010248.273506Z", null);
        CatalogRecord installed = record("pkg://p/a@1,5.11:20260101T000000Z");
        new CatalogWriter(false, "20200101T000000.000000Z", NOW)
                .write(folder, List.of(installed.withEntry(installed.entry().withState(state))));

        Catalog catalog = Catalog.load(folder);

        assertThat(catalog.entries().findFirst().orElseThrow().state()).isEqualTo(state);
        assertThat(catalog.attributes().created()).isEqualTo("20200101T000000.000000Z");
        assertThat(catalog.attributes().parts().get("catalog.base.C"))
                .extracting(CatalogAttributes.Part::signature)
                .isNull();
    }

    @Test
    void shouldTakeThePartsOfSeveralCatalogsOverAsIfTheyWereMadeAnew() throws IOException {
        List<CatalogRecord> all = List.of(
                record("pkg://p/a@1,5.11:20260101T000000Z"),
                record("pkg://p/a@2,5.11:20260101T000000Z"),
                record("pkg://q/b@1,5.11:20260101T000000Z"));
        Catalog first = catalog("first", all.subList(0, 2));
        Catalog second = catalog("second", all.subList(2, 3));
        CatalogWriter writer = new CatalogWriter(false, null, NOW);

        Map<String, byte[]> parts = Catalog.actionParts(List.of(first, second));
        Map<String, byte[]> taken = writer.encode(
                CatalogContent.of(all.stream().map(CatalogRecord::entry).toList(), entry -> fail("made anew"), parts));

        assertThat(parts).isNotEmpty();
        assertThat(taken).containsExactlyInAnyOrderEntriesOf(writer.encode(all));
        assertThat(Catalog.actionParts(List.of(first, first))).isEmpty();
        assertThat(Catalog.actionParts(List.of(first.of("q")))).isEmpty();
    }

    private Catalog catalog(String name, List<CatalogRecord> records) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        new CatalogWriter(true, null, NOW).write(place, records);
        return Catalog.load(place);
    }

    @Test
    void shouldRemovePartsThatAreNoLongerNamed() {
        write(record("pkg://p/a@1,5.11:20260101T000000Z"));
        new CatalogWriter(true, null, NOW).write(folder, List.of());

        assertThat(folder.resolve("catalog.summary.fr")).doesNotExist();
        assertThat(Catalog.load(folder).entries()).isEmpty();
    }

    @Test
    void shouldRefuseAPartWithAnotherContent() throws IOException {
        write(record("pkg://p/a@1,5.11:20260101T000000Z"));
        Path base = folder.resolve("catalog.base.C");
        Files.writeString(base, Files.readString(base).replace("\"a\"", "\"b\""));

        assertKind(Kind.CORRUPT, "catalog.base.C");
    }

    @Test
    void shouldRefuseATruncatedPart() throws IOException {
        write(record("pkg://p/a@1,5.11:20260101T000000Z"));
        Path base = folder.resolve("catalog.base.C");
        String text = Files.readString(base);
        for (int length = 0; length < text.length(); length += 7) {
            Files.writeString(base, text.substring(0, length));
            assertKind(Kind.CORRUPT, "catalog.base.C");
        }
    }

    @Test
    void shouldRefuseTruncatedUnsignedCatalogs() throws IOException {
        new CatalogWriter(false, null, NOW).write(folder, List.of(record("pkg://p/a@1,5.11:20260101T000000Z")));
        Path base = folder.resolve("catalog.base.C");
        String text = Files.readString(base);
        for (int length = 0; length < text.length() - 1; length++) {
            Files.writeString(base, text.substring(0, length));
            assertThatThrownBy(() -> Catalog.load(folder)).isInstanceOf(IpsException.class);
        }
    }

    @Test
    void shouldRefusePartsOutsideTheFolder() throws IOException {
        Files.writeString(
                folder.resolve("catalog.attrs"),
                "{\"parts\":{\"catalog.base.C/../../x\":{\"last-modified\":\"x\"}},\"version\":1}\n");

        assertKind(Kind.UNSAFE_PATH, "catalog.base.C/../../x");
    }

    @Test
    void shouldSayThatThereIsNoCatalog() {
        assertKind(Kind.NOT_FOUND, folder.toString());
    }

    @Test
    void shouldRefuseDeepNesting() throws IOException {
        Files.writeString(folder.resolve("catalog.attrs"), "{\"x\":" + "[".repeat(100_000));

        assertKind(Kind.CORRUPT, "catalog.attrs");
    }

    @Test
    void shouldReadTheGenuineCatalogAndWriteItToTheByte() throws IOException {
        Path genuine = Requires.shared("ips/repo/publisher/example.org/catalog");

        Catalog catalog = Catalog.load(genuine);

        assertThat(catalog.entries()).hasSize(36);
        Instant modified = Instant.parse("2026-11-22T23:55:33.456011Z");
        new CatalogWriter(true, catalog.attributes().created(), modified)
                .write(folder, catalog.records().toList());
        for (String part : catalog.attributes().parts().keySet()) {
            assertThat(folder.resolve(part)).hasSameBinaryContentAs(genuine.resolve(part));
        }
        // its French part is older than the others
        String attributes = Files.readString(genuine.resolve("catalog.attrs")).replaceFirst(",\"_SIG.*", "");
        assertThat(Files.readString(folder.resolve("catalog.attrs")).replaceFirst(",\"_SIG.*", ""))
                .isEqualTo(attributes.replace("20261122T235533.451879Z", "20261122T235533.456011Z"));
    }

    private void write(CatalogRecord... records) {
        new CatalogWriter(true, null, NOW).write(folder, List.of(records));
    }

    private static CatalogRecord record(String fmri) {
        Manifest manifest = Manifest.parse("""
            set name=pkg.fmri value=%s
            set name=pkg.summary value="a summary"
            set name=pkg.summary:fr value="un r\u00e9sum\u00e9 \u0001"
            set name=variant.arch value=i386
            depend type=require fmri=pkg:/c
            """.formatted(fmri));
        return CatalogRecord.of(Fmri.parse(fmri), manifest, manifest.toBytes());
    }

    private void assertKind(Kind kind, String named) {
        @Nullable IpsException e = catchThrowableOfType(IpsException.class, () -> Catalog.load(folder));
        assertThat(e).isNotNull().hasMessageContaining(named);
        assertThat(e == null ? null : e.kind()).isEqualTo(kind);
    }

    @Test
    void shouldHoldNoLocaleThatIsNoFileName() {
        Manifest manifest = Manifest.parse("set name=pkg.summary:../x value=y");

        CatalogRecord record = CatalogRecord.of(Fmri.parse("pkg://p/a@1:20260101T000000Z"), manifest, new byte[0]);

        assertThat(record.summary()).isEqualTo(Map.of("C", List.of("set name=pkg.summary:../x value=y")));
    }
}
