package org.snapup.ips.fmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snapup.ips.IpsException;
import org.snapup.ips.Vectors;

class PackagePatternTest {
    /** What the fixture holds for an image of variant.arch=i386: all but app/sparconly, in the order of pkg list. */
    private static final List<Fmri> KNOWN = Stream.of(
                    "pkg://example.org/app/blocked@1.0",
                    "pkg://example.org/app/conf@1.0",
                    "pkg://example.org/app/conf@2.0",
                    "pkg://example.org/app/conflict@1.0",
                    "pkg://example.org/app/editor@1.0",
                    "pkg://example.org/app/gone@1.0",
                    "pkg://example.org/app/gone@2.0",
                    "pkg://example.org/app/hello@1.0",
                    "pkg://example.org/app/hello@1.1",
                    "pkg://example.org/app/hello@2.0",
                    "pkg://example.org/app/newname@2.0",
                    "pkg://example.org/app/oldname@1.0",
                    "pkg://example.org/app/oldname@2.0",
                    "pkg://example.org/archiver/bsd-tar@3.7",
                    "pkg://example.org/archiver/gnu-tar@1.34",
                    "pkg://example.org/doc/editor-doc@1.0",
                    "pkg://example.org/entire@1.0",
                    "pkg://example.org/entire@2.0",
                    "pkg://example.org/entire@3.0",
                    "pkg://example.org/lib/libfoo@1.0",
                    "pkg://example.org/lib/libfoo@1.1",
                    "pkg://example.org/lib/libfoo@2.0",
                    "pkg://example.org/runtime/python-311@3.11.1",
                    "pkg://example.org/runtime/python-312@3.12.1",
                    "pkg://second.example/app/hello@9.0",
                    "pkg://second.example/util/tool@1.0")
            .map(text -> Fmri.parse(text + ",5.11-2026.0:20261122T235513Z"))
            .sorted(Comparator.comparing(Fmri::name)
                    .thenComparing(Fmri::publisher, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
                    .thenComparing(Fmri::version, Comparator.nullsFirst(Comparator.<Version>reverseOrder())))
            .toList();

    @TestFactory
    Stream<DynamicTest> shouldSelectWhatPkgListShows() {
        return Vectors.tests("cli_match", row -> {
            String text = row.get("pattern").asText();
            if (row.get("stderr").asText().contains("Illegal")) {
                assertThatThrownBy(() -> PackagePattern.parse(text)).isInstanceOf(IpsException.class);
                return;
            }
            List<String> expected = Vectors.strings(row.get("fmris"));
            assertThat(PackagePattern.parse(text).select(KNOWN).stream().map(Fmri::shortText))
                    .containsExactlyElementsOf(expected);
        });
    }

    @Test
    void shouldTellHowThePatternWasWritten() {
        PackagePattern latest = PackagePattern.parse("pkg://example.org/app/hello@latest");

        assertThat(latest.isLatest()).isTrue();
        assertThat(latest.isExact()).isTrue();
        assertThat(latest.isGlob()).isFalse();
        assertThat(latest.hasVersion()).isTrue();
        assertThat(latest.publisher()).isEqualTo("example.org");
        assertThat(PackagePattern.parse("app/*").isGlob()).isTrue();
    }
}
