package org.snapup.ips.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
