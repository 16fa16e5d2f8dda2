package org.snapup.ips.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snapup.ips.IpsException;

class ManifestTest {
    @Test
    void shouldReadLinesHoweverTheyEnd() {
        Manifest manifest = Manifest.parse("set name=a value=1\r\nset name=b value=2\rset name=c value=3");

        assertThat(manifest.actions()).hasSize(3);
        assertThat(manifest.attribute("b")).isEqualTo("2");
    }

    @Test
    void shouldContinueALineByItsOwnBackslashOnly() {
        String line = "set name=a value=b\\\\";

        assertThat(Manifest.parse(line + "\n\nset name=c value=d\n").actions())
                .extracting(Action::toString)
                .containsExactly("set name=a value=b\\", "set name=c value=d");
        assertThat(Manifest.parse(line + "\n  \n\nset name=c value=d\n").actions())
                .extracting(Action::toString)
                .containsExactly("set name=a value=b\\", "set name=c value=d");
        assertThat(Manifest.parse("set name=a \\\n\n\\\nset name=c value=d\n").actions())
                .extracting(Action::toString)
                .containsExactly("set name=name value=a", "set name=c value=d");
        assertThatThrownBy(() -> Manifest.parse(line + "\n \\\nset name=c value=d\n"))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("only once");
    }

    @Test
    void shouldReadAModeAsPythonWritesIt() {
        Action directory = Action.parse("dir path=a mode=0o755 owner=root group=sys");

        assertThat(directory.mode()).isEqualTo(0755);
        assertThat(directory.get("mode")).isEqualTo("0755");
        assertThat(directory).isEqualTo(Action.parse("dir path=a mode=0755 owner=root group=sys"));
        for (String asItIs : List.of(
                "dir group=sys mode=0o644 mode=0755 owner=root path=a",
                "set name=mode value=0o644",
                "dir group=sys mode=0 owner=0o path=0o")) {
            assertThat(Action.parse(asItIs)).hasToString(asItIs);
        }
        assertThat(Action.parse("set mode=0o1")).hasToString("set name=mode value=0o1");
        assertThat(Action.parse("file 00 path=a mode=0o644 owner=root group=sys"))
                .hasToString("file 00 group=sys mode=0644 owner=root path=a");
    }

    @Test
    void shouldKnowWhatThePackageSaysOfItself() {
        Manifest manifest = Manifest.parse("""
                set name=pkg.obsolete value=true
                set name=x value=1 value=2
                file 00 path=a pkg.size=5 pkg.csize=3
                file 00 path=b pkg.size=7 pkg.csize=4
                """);

        assertThat(manifest.isObsolete()).isTrue();
        assertThat(manifest.isRenamed()).isFalse();
        assertThat(manifest.attributeValues("x")).containsExactly("1", "2");
        assertThat(manifest.attribute("y")).isNull();
        assertThat(manifest.size()).isEqualTo(12);
        assertThat(manifest.compressedSize()).isEqualTo(7);
    }

    @Test
    void shouldLeaveOutWhatTheFilterRefuses() {
        byte[] text = "dir path=a variant.arch=sparc\ndir path=b variant.arch=i386\ndir path=c facet.doc=true\n"
                .getBytes(StandardCharsets.UTF_8);
        ActionFilter filter = ActionFilter.of(
                new VariantFilter(Map.of("variant.arch", "i386")), new FacetFilter(Map.of("facet.doc", false)));

        assertThat(Manifest.parse(text, "m").filtered(filter).actions())
                .extracting(Action::path)
                .containsExactly("b");
    }

    @Test
    void shouldLeaveWholeWhatAFilterKeepsForItself() {
        byte[] text = """
                dir path=a mode=0755
                file 00aa path=/b mode=0644 pkg.size=5
                file 00bb path=c mode="0444" pkg.size=6
                dir path=d mode=0700
                """.getBytes(StandardCharsets.UTF_8);
        List<Action> kept = new ArrayList<>();

        Manifest manifest = Manifest.parse(text, "m", action -> {
            if (action.kind() == ActionKind.FILE) {
                kept.add(action);
            }
            return action.kind() == ActionKind.DIR;
        });

        assertThat(kept)
                .extracting(Action::toString)
                .containsExactly("file 00aa mode=0644 path=b pkg.size=5", "file 00bb mode=0444 path=c pkg.size=6");
        assertThat(kept).extracting(Action::size).containsExactly(5L, 6L);
        assertThat(manifest.toText()).isEqualTo("dir mode=0755 path=a\ndir mode=0700 path=d\n");
    }

    @Test
    void shouldCompareActionsOfDifferentManifests() {
        Action file = Action.parse("file 00aa path=b mode=0644 owner=root");
        Manifest longer = Manifest.parse("""
                set name=x value=y
                file 00aa path=b mode=0644 owner=root
                file 00aa mode=0644 path=b owner=root
                file 00ab path=b mode=0644 owner=root
                file 00aa path=b mode=0640 owner=root
                file 00aa path=b mode=064 owner=4root
                file path=b mode=0644 owner=root hash=00aa
                """);

        List<Action> files = longer.actions(ActionKind.FILE);
        assertThat(files).map(file::equals).containsExactly(true, true, false, false, false, true);
        assertThat(files.get(0)).hasSameHashCodeAs(file);
        assertThat(files.get(1)).hasSameHashCodeAs(file);
        assertThat(files.get(5)).hasSameHashCodeAs(file);
    }

    @Test
    void shouldGiveInheritedFacetsTheFirstWord() {
        FacetFilter facets = new FacetFilter(Map.of("facet.locale.fr*", true), Map.of("facet.*", false));

        assertThat(facets.isOn("facet.locale.fr_FR")).isFalse();
        assertThat(facets.isOn("facet.locale.fr*")).isTrue();
    }

    @Test
    void shouldRefuseALineWithoutEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> Manifest.parse(endless, "endless", ActionFilter.ALL))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void shouldRefuseBytesWithALineThatIsTooLong() {
        String start = "set name=x value=";
        String longest = start + "y".repeat(ManifestLines.MAX_LENGTH - start.length());

        assertThat(Manifest.parse("set name=a value=b\n" + longest + "\n").actions())
                .hasSize(2);
        for (String longer : List.of(longest + "z", longest.substring(0, longest.length() - 1) + "\\\nzz")) {
            assertThatThrownBy(() -> Manifest.parse("set name=a value=b\n" + longer))
                    .isInstanceOf(IpsException.class)
                    .hasMessageStartingWith(
                            "line " + (longer.contains("\n") ? 3 : 2) + " of the manifest is longer than");
        }
    }

    @Test
    void shouldKeepWhatWasReadWhenTheSameThreadReadsMore() {
        Manifest first = Manifest.parse("dir path=opt/a mode=0755\nset name=x value=\"y z\"\n");
        String text = first.toText();
        Action one = Action.parse("file 00aa path=b mode=0644");

        Manifest.parse("link path=other target=else\n".repeat(100_000));
        Manifest.parse("file 11bb path=else mode=0600\n".repeat(3));

        assertThat(first.toText()).isEqualTo(text);
        assertThat(one).hasToString("file 00aa mode=0644 path=b");
    }

    @Test
    void shouldReadOneManifestWhileAFilterReadsAnother() {
        Manifest manifest = Manifest.parse(
                "dir path=a\ndir path=b\n".getBytes(StandardCharsets.UTF_8),
                "m",
                action -> Manifest.parse("dir path=" + action.path() + "/x\n")
                                .actions()
                                .size()
                        == 1);

        assertThat(manifest.toText()).isEqualTo("dir path=a\ndir path=b\n");
    }

    @Test
    void shouldReportAFewErrorsOfMany() {
        String text = "bogus x=y\n".repeat(100_000);

        assertThatThrownBy(() -> Manifest.parse(text))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("line 20:")
                .message()
                .hasSizeLessThan(10_000);
    }

    @Test
    void shouldRefusePathsThatLeaveTheImage() {
        for (String path : new String[] {"..", "../x", "usr/../../x", "/../x", "usr/..", "a\0b"}) {
            Action action = Action.of(ActionKind.FILE, Attributes.of("path", path));
            assertThatThrownBy(action::path)
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.UNSAFE_PATH));
        }
        assertThat(Action.parse("dir path=//usr/./bin//").path()).isEqualTo("usr/bin");
        assertThat(Action.parse("dir path=.").path()).isEmpty();
        assertThat(Action.parse("dir path=...").path()).isEqualTo("...");
        assertThat(Action.parse("dir path=a..b/.c").path()).isEqualTo("a..b/.c");
    }

    @Test
    void shouldCompleteWhatDriversLeaveOut() {
        Action driver = Action.parse("driver name=d clone_perms=\"0644 root sys\" clone_perms=\"m 0644 root sys\"");

        assertThat(driver.attributes().all("clone_perms")).containsExactly("d 0644 root sys", "m 0644 root sys");
    }

    @Test
    void shouldSayThatASizeIsNoNumber() {
        assertThatThrownBy(() -> Action.parse("file h path=a pkg.size=-1").size())
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("pkg.size");
    }

    @Test
    void shouldRefuseAnActionWithTooManyAttributes() {
        StringBuilder line = new StringBuilder("dir path=a");
        for (int i = 0; i < 100_000; i++) {
            line.append(" variant.").append(i).append("=x");
        }

        assertThatThrownBy(() -> Manifest.parse(line.toString()))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("more than 10000 attributes")
                .message()
                .hasSizeLessThan(1_000);
    }

    @Test
    void shouldKeepMessagesShort() {
        String path = "/".repeat(1_000_000);

        assertThatThrownBy(() -> Manifest.parse("dir path=" + path))
                .isInstanceOf(IpsException.class)
                .message()
                .hasSizeLessThan(40_000);
    }
}
