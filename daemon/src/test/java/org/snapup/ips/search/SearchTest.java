package org.snapup.ips.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;

class SearchTest {
    @TempDir
    Path temporary;

    private PackageWorld world;

    @BeforeEach
    void publish() {
        world = new PackageWorld(temporary);
        world.publish(
                "app/hello@1.0",
                "set name=pkg.summary value=\"Hello world program\"",
                "set name=info.classification value=\"org.example:Applications/Text Tools\"",
                "file path=usr/bin/hello mode=0555 owner=root group=root",
                "file path=usr/share/hello.fr mode=0444 owner=root group=root facet.locale.de=true",
                "depend fmri=pkg:/lib/base@1 type=require");
        world.publish("app/hello@2.0", "file path=usr/bin/hello mode=0555 owner=root group=root");
        world.publish("lib/base@1.0", "dir path=usr/lib mode=0755 owner=root group=root");
        world.publish("app/other@1.0", "link path=usr/bin/other target=hello");
        world.createImage();
        world.install("app/hello@1.0");
    }

    private List<String> installed(String query) {
        return texts(Ips.search(world.root, query, false, IpsListener.NONE));
    }

    private List<String> offered(String query, boolean allVersions) {
        return texts(Ips.searchOffered(world.root, query, false, allVersions, IpsListener.NONE));
    }

    private static List<String> texts(List<Match> matches) {
        return matches.stream()
                .map(match -> (match.index() + " " + match.value() + " "
                                + match.fmri().name() + "@"
                                + match.fmri().requireVersion().release())
                        .strip())
                .toList();
    }

    @Test
    void shouldFindTokensOfInstalledPackages() {
        assertThat(installed("hello"))
                .containsExactly(
                        "pkg.fmri example.org/app/hello app/hello@1.0",
                        "pkg.summary Hello world program app/hello@1.0",
                        "basename usr/bin/hello app/hello@1.0");
        assertThat(installed("HELLO")).hasSize(3);
        assertThat(Ips.search(world.root, "HELLO", true, IpsListener.NONE)).isEmpty();
        assertThat(installed("nosuch")).isEmpty();
    }

    @Test
    void shouldFindByFields() {
        assertThat(installed("/usr/bin/hello")).containsExactly("path usr/bin/hello app/hello@1.0");
        assertThat(installed(":file:path:/usr/bin/*")).containsExactly("path usr/bin/hello app/hello@1.0");
        assertThat(installed("path:usr/bin/hello")).isEmpty();
        assertThat(installed("depend::lib/base")).containsExactly("require pkg:/lib/base@1 app/hello@1.0");
        assertThat(installed("app/hello:file::")).hasSize(5);
        assertThat(installed("lib*:file::")).isEmpty();
        assertThat(installed("info.classification:text"))
                .containsExactly("info.classification Applications/Text Tools app/hello@1.0");
    }

    @Test
    void shouldCombine() {
        assertThat(installed("hello world")).containsExactly("pkg.summary Hello world program app/hello@1.0");
        assertThat(installed("'hello world'")).containsExactly("pkg.summary Hello world program app/hello@1.0");
        assertThat(installed("'world hello'")).isEmpty();
        assertThat(installed("basename:hello OR basename:lib")).hasSize(2);
        assertThat(installed("<basename:hello> AND <depend::lib/base>")).containsExactly("app/hello@1.0");
        assertThat(installed("<basename:hello> AND <basename:lib>")).isEmpty();
        assertThat(installed("(hello OR nosuch) AND world")).hasSize(1);
    }

    @Test
    void shouldFindWhatIsOffered() {
        assertThat(offered("basename:hello", false))
                .containsExactly("basename usr/bin/hello app/hello@2.0", "basename usr/bin/hello app/hello@1.0");
        assertThat(offered("basename:hello.fr", false)).hasSize(1);
        assertThat(offered("basename:other", false)).containsExactly("basename usr/bin/other app/other@1.0");
        world.install("app/hello@2.0");
        assertThat(offered("basename:hello", false)).containsExactly("basename usr/bin/hello app/hello@2.0");
        assertThat(offered("basename:hello", true)).hasSize(2);
    }

    @Test
    void shouldShowTheAttributeThatWasFound() {
        world.publish(
                "app/tool@1.0",
                "link path=usr/bin/tool target=hello mediator=tool mediator-version=3",
                "driver name=disk alias=pci1,2 alias=pci3,4",
                "depend type=require-any fmri=pkg:/lib/base fmri=pkg:/lib/other");
        assertThat(offered("mediator:tool", false)).containsExactly("mediator tool app/tool@1.0");
        assertThat(offered("mediator-version:*", false)).containsExactly("mediator-version 3 app/tool@1.0");
        assertThat(offered("pci1,2", false)).containsExactly("alias ['pci1,2', 'pci3,4'] app/tool@1.0");
        assertThat(offered("lib/other", false))
                .containsExactly("require-any ['pkg:/lib/base', 'pkg:/lib/other'] app/tool@1.0");
        assertThat(offered("driver_name:disk", false)).containsExactly("driver_name disk app/tool@1.0");
    }

    @Test
    void shouldLookForNamesWithoutTheirScheme() {
        for (String name : List.of("pkg:/lib/base@1", "pkg:///lib/base@1", "pkg://example.org/lib/base@1")) {
            assertThat(installed(name)).as(name).containsExactly("require pkg:/lib/base@1 app/hello@1.0");
            assertThat(offered("depend::" + name, true)).as(name).hasSize(1);
        }
    }

    @Test
    void shouldTakePhrasesByTheBeginningOfTheirFirstWord() {
        assertThat(installed("'Hello'")).hasSize(3);
        assertThat(installed("'Hell'")).isEmpty();
        assertThat(installed("'Hell wor'")).isEmpty();
        assertThat(installed("'Hello worl'")).containsExactly("pkg.summary Hello world program app/hello@1.0");
        world.publish("app/two@1.0", "set name=list value='one two' value='one three'");
        assertThat(offered("list:'one three'", false))
                .containsExactly("list one three app/two@1.0", "list one three app/two@1.0");
    }

    @Test
    void shouldRefuseWhatIsNoQuery() {
        for (String query : List.of("", "(a", "a)", "'a", "AND", "a AND", "<a")) {
            assertThatThrownBy(() -> installed(query))
                    .as(query)
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT));
        }
        assertThatThrownBy(() -> installed("(".repeat(200))).isInstanceOf(IpsException.class);
    }
}
