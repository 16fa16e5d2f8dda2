package org.snapup.ips.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snapup.ips.IpsException;
import org.snapup.ips.Vectors;
import org.snapup.ips.fmri.Version;

class ActionVectorsTest {
    private static final Pattern POSITION = Pattern.compile("position: (\\d+)");

    @TestFactory
    Stream<DynamicTest> shouldParseActionsAsPkgDoes() {
        return Vectors.tests("action_parse", row -> {
            String line = row.get("in").asText();
            if (!row.get("ok").asBoolean()) {
                IpsException e = catchThrowableOfType(IpsException.class, () -> Action.parse(line));
                assertThat(e).as("refused").isNotNull();
                assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT);
                Matcher position = POSITION.matcher(row.get("text").asText());
                if (position.find()) {
                    assertThat(e).hasMessageContaining("position " + position.group(1) + ",");
                }
                return;
            }
            Action action = Action.parse(line);
            assertThat(action.kind().text()).isEqualTo(row.get("type").asText());
            assertThat(action).hasToString(row.get("str").asText());
            assertThat(action.hash())
                    .isEqualTo(row.hasNonNull("hash") ? row.get("hash").asText() : null);
            row.get("attrs")
                    .properties()
                    .forEach(attribute -> assertThat(action.attributes().all(attribute.getKey()))
                            .isEqualTo(values(attribute.getValue())));
            assertThat(action.attributes().keys()).hasSize(row.get("attrs").size());
            assertThat(ActionRules.problems(action).isEmpty())
                    .as("may be published: %s", ActionRules.problems(action))
                    .isEqualTo(row.get("valid").asBoolean());
        });
    }

    private static List<String> values(JsonNode value) {
        return value.isArray() ? Vectors.strings(value) : List.of(value.asText());
    }

    @TestFactory
    Stream<DynamicTest> shouldParseManifestsAsPkgDoes() {
        return Vectors.tests("manifest_parse", row -> {
            String text = row.get("in").asText();
            if (row.get("ok").asBoolean()) {
                Manifest manifest = Manifest.parse(text);
                assertThat(manifest.actions().stream().map(Action::toString))
                        .containsExactlyElementsOf(Vectors.strings(row.get("actions")));
                assertThat(Manifest.signature(text.getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(row.get("signatures").get("sha-1").asText());
                return;
            }
            for (JsonNode error : row.get("errors")) {
                assertThatThrownBy(() -> Manifest.parse(text))
                        .isInstanceOf(IpsException.class)
                        .hasMessageContaining("line " + error.get("line").asInt() + ":");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldFilterVariantsAsPkgDoes() {
        return Vectors.tests("variant_allow", row -> {
            Map<String, String> variants = new HashMap<>();
            row.get("variants")
                    .properties()
                    .forEach(v -> variants.put(v.getKey(), v.getValue().asText()));
            assertThat(new VariantFilter(variants).test(file(row)))
                    .isEqualTo(row.get("allowed").asBoolean());
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldFilterFacetsAsPkgDoes() {
        return Vectors.tests("facet_allow", row -> {
            Map<String, Boolean> facets = new HashMap<>();
            row.get("facets")
                    .properties()
                    .forEach(f -> facets.put(f.getKey(), f.getValue().asBoolean()));
            assertThat(new FacetFilter(facets).test(file(row)))
                    .isEqualTo(row.get("allowed").asBoolean());
        });
    }

    private static Action file(JsonNode row) {
        return Action.parse("file path=a " + row.get("action").asText());
    }

    @TestFactory
    Stream<DynamicTest> shouldOrderMediationsAsPkgDoes() {
        return Vectors.tests("mediator_order", row -> {
            Mediation a = mediation(row.get("a"));
            Mediation b = mediation(row.get("b"));
            assertThat(Integer.signum(a.comparePreference(b)))
                    .isEqualTo(row.get("cmp").asInt());
        });
    }

    @Test
    void shouldPreferTheGreatestVersionOfAnImplementation() {
        List<String> preferred = List.of("vim@2", "vim@1.2", "vim@1", "vim");
        for (int i = 1; i < preferred.size(); i++) {
            Mediation first = new Mediation(null, null, preferred.get(i - 1));
            Mediation second = new Mediation(null, null, preferred.get(i));
            assertThat(first.comparePreference(second)).isNegative();
            assertThat(second.comparePreference(first)).isPositive();
        }
    }

    private static Mediation mediation(JsonNode row) {
        String version = text(row.get(1));
        String implementation = text(row.get(2));
        // the vectors are of implementations' names alone
        return new Mediation(
                text(row.get(0)),
                version == null ? null : Version.parse(version),
                implementation == null ? null : implementation.replaceFirst("@.*", ""));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }

    @TestFactory
    Stream<DynamicTest> shouldValidateMediatorsAsPkgDoes() {
        return Vectors.tests("mediator_valid", row -> {
            String text = row.get("in").asText();
            Optional<String> problem = switch (row.get("kind").asText()) {
                case "mediator" -> Mediation.mediatorProblem(text);
                case "version" -> Mediation.versionProblem(text);
                case "implementation" -> Mediation.implementationProblem(text);
                default -> Mediation.priorityProblem(text);
            };
            assertThat(problem.isEmpty()).isEqualTo(row.get("ok").asBoolean());
        });
    }
}
