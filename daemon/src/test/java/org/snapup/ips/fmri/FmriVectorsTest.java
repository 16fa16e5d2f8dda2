package org.snapup.ips.fmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snapup.ips.IpsException;
import org.snapup.ips.Vectors;
import org.snapup.ips.fmri.Version.Constraint;

class FmriVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldParseVersionsAsPkgDoes() {
        return Vectors.tests("version_parse", row -> {
            String text = row.get("in").asText();
            if (!row.get("ok").asBoolean()) {
                assertThatThrownBy(() -> Version.parse(text)).isInstanceOf(IpsException.class);
                return;
            }
            Version version = Version.parse(text);
            assertThat(version).hasToString(row.get("str").asText());
            assertThat(version.shortText()).isEqualTo(row.get("short").asText());
            assertThat(version.release()).hasToString(row.get("release").asText());
            assertThat(version.build()).hasToString(row.get("build").asText());
            assertThat(text(version.branch())).isEqualTo(text(row.get("branch")));
            assertThat(version.time()).isEqualTo(text(row.get("time")));
        });
    }

    @Test
    void shouldOrderVersionsAsPkgDoes() {
        List<List<String>> classes = new java.util.ArrayList<>();
        Vectors.file("version_order").get("vectors").forEach(row -> classes.add(Vectors.strings(row)));
        for (int i = 0; i < classes.size(); i++) {
            for (int j = 0; j < classes.size(); j++) {
                for (String a : classes.get(i)) {
                    for (String b : classes.get(j)) {
                        Version left = Version.parse(a);
                        Version right = Version.parse(b);
                        assertThat(Integer.signum(left.compareTo(right)))
                                .as("%s and %s", a, b)
                                .isEqualTo(Integer.compare(i, j));
                        if (i == j) {
                            assertThat(left).isEqualTo(right).hasSameHashCodeAs(right);
                        }
                    }
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldFindSuccessorsAsPkgDoes() {
        return Vectors.tests("version_successor", row -> {
            Version version = Version.parse(row.get("version").asText());
            Version other = Version.parse(row.get("other").asText());
            JsonNode expected = row.get("is_successor");
            for (Constraint constraint : Constraint.values()) {
                // where the real code crashes on a missing number or branch, the answer is no
                boolean want = expected.get(constraint.name()).asBoolean(false);
                assertThat(version.isSuccessor(other, constraint))
                        .as(constraint.name())
                        .isEqualTo(want);
            }
            // the real constants of these two have the numbers of the release constraints
            assertThat(version.isSuccessor(other, Constraint.RELEASE_MAJOR))
                    .isEqualTo(expected.get("BRANCH_MAJOR").asBoolean(false));
            assertThat(version.isSuccessor(other, Constraint.RELEASE_MINOR))
                    .isEqualTo(expected.get("BRANCH_MINOR").asBoolean(false));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldMatchVersionPatternsAsPkgDoes() {
        List<String> versions =
                Vectors.strings(Vectors.file("version_match").get("about").get("versions"));
        return Vectors.tests("version_match", row -> {
            VersionPattern pattern = VersionPattern.parse(row.get("pattern").asText());
            assertThat(versions.stream().filter(v -> pattern.matches(Version.parse(v))))
                    .containsExactlyElementsOf(Vectors.strings(row.get("matches")));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldParseFmrisAsPkgDoes() {
        return Vectors.tests("fmri_parse", row -> {
            String text = row.get("in").asText();
            if (!row.get("ok").asBoolean()) {
                assertThatThrownBy(() -> Fmri.parse(text)).isInstanceOf(IpsException.class);
                return;
            }
            Fmri fmri = Fmri.parse(text);
            assertThat(fmri).hasToString(row.get("str").asText());
            assertThat(fmri.publisher()).isEqualTo(text(row.get("publisher")));
            assertThat(fmri.name()).isEqualTo(row.get("name").asText());
            assertThat(text(fmri.version())).isEqualTo(text(row.get("version")));
            assertThat(fmri.stem()).isEqualTo(row.get("stem").asText());
            assertThat(fmri.shortText()).isEqualTo(row.get("short").asText());
            if (row.has("dir_path")) {
                assertThat(fmri.dirPath())
                        .isEqualTo(row.get("dir_path").asText().replaceFirst("^([^/]*)/(.*)$", "$1/$2"));
                assertThat(fmri.urlPath()).isEqualTo(row.get("url_path").asText());
            }
            assertThat(Fmri.parse(fmri.toString())).isEqualTo(fmri);
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldMatchNamesAsPkgDoes() {
        List<String> stems =
                Vectors.strings(Vectors.file("name_match").get("about").get("stems"));
        return Vectors.tests("name_match", row -> {
            String pattern = row.get("pattern").asText();
            // the vectors are of the inner functions, over the bare name; the anchor is the command line's
            String bare = pattern.replaceFirst("^pkg:/(/[^/]*/)?", "");
            assertThat(stems.stream().filter(stem -> matches(bare, stem)))
                    .containsExactlyElementsOf(Vectors.strings(row.get("matches")));
            assertThat(stems.stream().filter(pattern::equals))
                    .containsExactlyElementsOf(Vectors.strings(row.get("exact")));
        });
    }

    private static boolean matches(String bare, String stem) {
        if (Glob.hasWildcard(bare)) {
            return Glob.matches(bare, stem);
        }
        try {
            PackagePattern pattern = PackagePattern.parse(bare);
            return !pattern.isExact() && pattern.matchesName(stem);
        } catch (IpsException e) {
            return false; // no name can be like this
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || (value instanceof JsonNode node && node.isNull())
                ? null
                : value instanceof JsonNode node ? node.asText() : Objects.toString(value);
    }
}
