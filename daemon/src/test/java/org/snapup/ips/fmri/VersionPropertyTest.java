package org.snapup.ips.fmri;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snapup.ips.IpsException;

class VersionPropertyTest {
    @Provide
    Arbitrary<Version> versions() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12).map(String::valueOf),
                Arbitraries.of("+1", " 1", "1 ", "1_0", "1\u0663", "00"),
                Arbitraries.bigIntegers().filter(n -> n.signum() >= 0).map(String::valueOf));
        Arbitrary<String> sequence = number.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join(".", parts));
        Arbitrary<String> branch = Arbitraries.oneOf(Arbitraries.just(""), sequence.map(text -> "-" + text));
        Arbitrary<String> time = Arbitraries.of("", ":20240101T000000Z", ":20241231T235959Z");
        return Combinators.combine(sequence, branch, time).as((r, b, t) -> Version.parse(r + b + t));
    }

    @Property
    void orderIsTotal(@ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
        }
        if (a.equals(b)) {
            assertThat(a).hasSameHashCodeAs(b);
        }
    }

    @Property
    void parsingReadsWhatPrintingWrote(@ForAll("versions") Version version) {
        assertThat(Version.parse(version.toString())).isEqualTo(version).hasToString(version.toString());
    }

    @Property
    void everyVersionSucceedsItsOwnPrefixes(@ForAll("versions") Version version) {
        assertThat(version.isSuccessor(version, Version.Constraint.AUTO)).isTrue();
        assertThat(version.isSuccessor(Version.parse(version.release().toString()), Version.Constraint.AUTO))
                .isTrue();
    }

    @Property
    void noTextMakesTheParsersFailOtherwise(@ForAll String text) {
        refusedOrTaken(() -> Version.parse(text));
        refusedOrTaken(() -> Fmri.parse(text));
        refusedOrTaken(() -> PackagePattern.parse(text));
        refusedOrTaken(() -> VersionPattern.parse(text));
        Glob.matches(text, text + "x");
    }

    private static void refusedOrTaken(Runnable parsing) {
        try {
            parsing.run();
        } catch (IpsException e) {
            assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT);
        }
    }
}
