package org.snapup.ips.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.action.ActionKind;

class ImageQueriesTest {
    @TempDir
    Path temporary;

    private PackageWorld world;

    @BeforeEach
    void makeWorld() {
        world = new PackageWorld(temporary);
        world.publish(
                "app/hello@1.0-2026",
                "set name=pkg.summary value=Hello",
                "set name=pkg.description value=\"Says hello\"",
                "set name=pkg.human-version value=\"1.0 final\"",
                "set name=info.classification value=org.example:Applications/Games value=org.example:Text",
                "dir path=usr mode=0755 owner=root group=sys",
                "file path=usr/hello mode=0555 owner=root group=bin",
                "file path=usr/hello.fr mode=0444 owner=root group=bin facet.locale.fr=true",
                "file path=usr/hello.de mode=0444 owner=root group=bin facet.locale.de=true",
                "link path=usr/hi target=hello",
                "license TERMS license=MIT");
        world.publish("app/hello@2.0-2026", "set name=pkg.summary value=\"Hello again\"");
        world.publish("app/old@2", "set name=pkg.renamed value=true", "depend type=require fmri=pkg:/app/hello@2");
        world.createImage();
        world.install("app/hello@1.0");
    }

    private <T> T ask(Function<ImageQueries, T> question) {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return question.apply(queries);
        }
    }

    @Test
    void shouldDescribeAnInstalledPackage() {
        PackageInfo info =
                ask(q -> q.info(InfoQuery.installed(List.of("hello")))).items().get(0);

        assertThat(info.stateText()).isEqualTo("Installed");
        assertThat(info.summary()).isEqualTo("Hello");
        assertThat(info.description()).isEqualTo("Says hello");
        assertThat(info.humanVersion()).isEqualTo("1.0 final");
        assertThat(info.categories())
                .containsExactly(
                        new PackageInfo.Category("org.example", "Applications/Games"),
                        new PackageInfo.Category("org.example", "Text"));
        assertThat(info.packaged()).isNotNull();
        assertThat(info.lastInstall()).isNotNull();
        assertThat(info.lastUpdate()).isNull();
        String contents = """
            usr/hello of app/hello@1.0-2026
            usr/hello.fr of app/hello@1.0-2026
            licence of app/hello@1.0-2026
            """;
        assertThat(info.size()).isEqualTo(contents.length());
    }

    @Test
    void shouldDescribeTheNewestKnownVersion() {
        Found<PackageInfo> found = ask(q -> q.info(new InfoQuery(List.of("hello", "old", "nosuch"), true, List.of())));

        assertThat(found.unmatched()).containsExactly("nosuch");
        assertThat(found.items()).extracting(PackageInfo::summary).containsExactly("Hello again", null);
        assertThat(found.items().get(0).stateText()).isEqualTo("Not installed");
        assertThat(found.items().get(1).stateText()).isEqualTo("Not installed (Renamed)");
        assertThat(found.items().get(1).renamedTo()).containsExactly("pkg:/app/hello@2");
    }

    @Test
    void shouldDescribeWhatAnotherRepositoryHas() {
        Found<PackageInfo> found = ask(q -> q.info(new InfoQuery(List.of("hello"), false, List.of(world.origin()))));

        assertThat(found.items()).extracting(PackageInfo::summary).containsExactly("Hello again");
    }

    @Test
    void shouldGiveTheTextsOfLicences() {
        List<PackageLicense> licenses =
                ask(q -> q.licenses(List.of("hello"), false)).items();

        assertThat(licenses).hasSize(1);
        assertThat(licenses.get(0).name()).isEqualTo("MIT");
        assertThat(licenses.get(0).text()).isEqualTo("licence of app/hello@1.0-2026\n");
    }

    private List<String> contents(ContentsQuery query, String... columns) {
        return ask(queries -> {
            List<String> lines = new ArrayList<>();
            queries.contents(query, action -> {
                List<String> cells = new ArrayList<>();
                for (String column : columns) {
                    cells.add(action.column(column));
                }
                lines.add(String.join("|", cells));
            });
            return lines;
        });
    }

    @Test
    void shouldListWhatAnInstalledPackageDelivers() {
        assertThat(contents(ContentsQuery.installed(List.of("hello")), "path"))
                .filteredOn(path -> !path.isEmpty())
                .containsExactly("usr", "usr/hello", "usr/hello.fr", "usr/hi");
        ContentsQuery links = new ContentsQuery(List.of(), Set.of(ActionKind.LINK), Map.of(), false, false, List.of());
        assertThat(contents(links, "action.name", "path", "target", "pkg.name", "pkg.shortfmri"))
                .containsExactly("link|usr/hi|hello|app/hello|pkg:/app/hello@1.0-2026");
    }

    @Test
    void shouldListWhatFitsPatternsForAttributes() {
        ContentsQuery query = new ContentsQuery(
                List.of(),
                Set.of(),
                Map.of("path", List.of("/usr/hello*"), "mode", List.of("04*", "0555")),
                false,
                false,
                List.of());
        assertThat(contents(query, "path")).containsExactly("usr/hello", "usr/hello.fr");
        assertThat(contents(matching("MODE", "*"), "path")).isEmpty();
        assertThat(contents(matching("facet.locale.fr", "T*"), "path")).containsExactly("usr/hello.fr");
        ContentsQuery either = new ContentsQuery(
                List.of(),
                Set.of(),
                Map.of("facet.locale.fr", List.of("*"), "target", List.of("HELLO")),
                false,
                false,
                List.of());
        assertThat(contents(either, "path")).containsExactly("usr/hello.fr", "usr/hi");
    }

    private static ContentsQuery matching(String attribute, String pattern) {
        return new ContentsQuery(List.of(), Set.of(), Map.of(attribute, List.of(pattern)), false, false, List.of());
    }

    @Test
    void shouldListEverythingInAManifestWhenAsked() {
        ContentsQuery query = new ContentsQuery(List.of("hello@1"), Set.of(), Map.of(), true, true, List.of());
        assertThat(contents(query, "action.raw"))
                .anyMatch(line -> line.contains("path=usr/hello.de"))
                .first()
                .asString()
                .startsWith("set name=pkg.fmri value=pkg://example.org/app/hello@1.0,5.11-2026:");
    }

    @Test
    void shouldReadTheHistory() {
        assertThat(ask(ImageQueries::history))
                .extracting(entry -> entry.operation() + " " + entry.outcome() + " " + entry.reason())
                .containsExactly("image-create Succeeded None", "install Succeeded None");
        assertThat(ask(ImageQueries::history).get(1).endState())
                .startsWith("None -> pkg://example.org/app/hello@1.0,5.11-2026:");
    }

    @Test
    void shouldPrintSizesAndDatesAsPkgDoes() {
        assertThat(Formats.size(233)).isEqualTo("233.00 B");
        assertThat(Formats.size(35666)).isEqualTo("34.83 kB");
        assertThat(Formats.size(0)).isEqualTo("0.00 B");
        assertThat(Formats.date(Instant.parse("2026-11-02T03:05:17Z"))).isEqualTo("Mon Nov  2 03:05:17 2026");
    }
}
