package org.snapup.ips.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snapup.ips.IpsException;

class ActionPropertyTest {
    /** Any text but tabs and line ends, which no form of writing keeps, and backslashes, which pkg(1) doesn't escape. */
    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab '\"=$()").ofMaxLength(12),
                Arbitraries.strings()
                        .withCharRange(' ', '[')
                        .withCharRange(']', '\uD7FF')
                        .ofMaxLength(20));
    }

    @Property
    void parsingReadsWhatPrintingWrote(@ForAll("values") String first, @ForAll("values") String second) {
        List<String> pairs = new ArrayList<>(List.of("name", "x", "value", first, "value", second));
        Action action = Action.of(ActionKind.SET, Attributes.of(pairs.toArray(new String[0])));

        assertThat(Action.parse(action.toString())).isEqualTo(action);
    }

    @Property
    void noTextMakesTheParserFailOtherwise(@ForAll String text, @ForAll("values") String mild) {
        for (String line : List.of(text, "set name=" + text, "file " + text, "file " + mild + " path=" + mild, mild)) {
            try {
                Action.parse(line);
            } catch (IpsException e) {
                assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT);
            }
        }
    }

    /** Pieces of lines, and what ends, joins and hides them. */
    @Provide
    Arbitrary<String> manifests() {
        return Arbitraries.of(
                        "dir path=a", " mode=0755", "set name=x", " value=y", "#", "\\", "\n", "\r", "\r\n", " ", "\f")
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces));
    }

    @Property
    void bytesAreReadAsTheyAreFromAStreamAndStayAsTheyAre(@ForAll("manifests") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(outcome(() -> Manifest.parse(bytes, "m", ActionFilter.ALL)))
                .isEqualTo(outcome(() -> Manifest.parse(byteByByte(bytes), "m", ActionFilter.ALL)));
        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(text);
    }

    private static String outcome(Supplier<Manifest> manifest) {
        try {
            return manifest.get().toText();
        } catch (IpsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static InputStream byteByByte(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1));
            }
        };
    }

    @Property
    void noPathLeavesTheImage(@ForAll("values") String a, @ForAll("paths") String path) {
        try {
            String clean = ImagePath.clean(path);
            assertThat(clean).doesNotStartWith("/").doesNotContain("//");
            assertThat(clean.split("/")).doesNotContain("..", ".");
        } catch (IpsException e) {
            assertThat(e.kind()).isEqualTo(IpsException.Kind.UNSAFE_PATH);
            assertThat(path).contains("..");
        }
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("a./").ofMaxLength(10);
    }
}
