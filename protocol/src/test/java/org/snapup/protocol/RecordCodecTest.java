package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordCodecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"pakages\":[]} | pakages",
                "{\"root\":1} | root",
                "{\"root\":\"relative\"} | root",
                "{\"root\":\"/a\\u0000b\"} | root",
                "{\"packages\":\"one\"} | packages",
                "{\"packages\":[1]} | packages",
                "{\"packages\":[null]} | packages",
                "{\"dryRun\":\"yes\"} | dryRun",
                "{\"dryRun\":0} | dryRun",
                "{\"from\":\"NEXT\"} | from",
                "{\"newBe\":\"maybe\"} | newBe"
            })
    void shouldNameTheWrongParameter(String json, String parameter) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> read(Packages.Request.class, json))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
                    assertThat(e.subject()).isEqualTo(parameter);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{}", "{\"job\":null}", "{\"job\":\"1\"}", "{\"job\":1.0}", "{\"job\":true}", "{\"job\":[1]}"})
    void shouldWantAWholeNumber(String json) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> read(Jobs.GetRequest.class, json))
                .satisfies(e -> assertThat(e.subject()).isEqualTo("job"));
    }

    @Test
    void shouldRefuseAPathThatNoFileCanHave() {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> new BootEnvironments.MountRequest("be", "/a\0b", null))
                .satisfies(e -> assertThat(e.subject()).isEqualTo("mountpoint"));
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> read(Packages.HotFixRequest.class, "{\"archive\":\"/a\\u0000b\"}"))
                .satisfies(e -> assertThat(e.subject()).isEqualTo("archive"));
    }

    @ParameterizedTest
    @CsvSource({"''", "-a", ".", "..", "a/b", "a@b", "a b", "caf\u00e9", "'a\n'"})
    void shouldRefuseABadName(String name) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> new BootEnvironments.RenameRequest("be", name))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NAME));
        assertThat(BeName.isValid("a".repeat(64))).isTrue();
        assertThat(BeName.isValid("a".repeat(65))).isFalse();
    }

    @Test
    void shouldTakeAbsentAndNullFieldsAlike() throws IOException {
        Packages.Request nothing = new Packages.Request(null, null, null, null, null, null, null);

        assertThat(read(Packages.Request.class, "{}")).isEqualTo(nothing);
        assertThat(read(Packages.Request.class, "{\"root\":null,\"packages\":null,\"from\":null}"))
                .isEqualTo(nothing);
        assertThat(nothing.packages()).isEqualTo(List.of());
    }

    @Test
    void shouldPassOverUnknownFieldsWhereAsked() throws IOException {
        assertThat(RecordCodec.fromMap(
                        Jobs.Cancelled.class,
                        Json.parse("{\"detached\":true,\"later\":{}}".getBytes(StandardCharsets.UTF_8)),
                        RecordCodec.Unknown.IGNORE))
                .isEqualTo(new Jobs.Cancelled(true));
    }

    private static <T extends Record> T read(Class<T> type, String json) throws IOException {
        return RecordCodec.fromMap(type, Json.parse(json.getBytes(StandardCharsets.UTF_8)), RecordCodec.Unknown.REFUSE);
    }
}
