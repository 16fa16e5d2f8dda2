package org.snapup.ips.fmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ips.IpsException;

class VersionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260101T000000Z",
                "20261231T235959Z",
                "20240229T120000Z",
                "00010101T000000Z",
                "99991231T235959Z",
                "20260430T000000Z"
            })
    void shouldTakeATime(String time) {
        assertThat(Version.parse("1:" + time).time()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {" 3", "3\u000b", "3\u0085", "\u00a03", "+3", "\u0663"})
    void shouldTakeNumbersAsPythonReadsThem(String number) {
        assertThat(Version.parse(number + ".1").compareTo(Version.parse("3.1"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\u001f", "\u001c3", "\u0663\u001f", "-3", "3 3", ""})
    void shouldRefuseWhatPythonTakesForNoNumber(String number) {
        assertThatThrownBy(() -> Version.parse(number + ".1")).isInstanceOf(IpsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "\u001f", "\u0085", "\u00a0", "\u2003 "})
    void shouldForgetBlanksBehindAName(String blanks) {
        assertThat(Fmri.parse("pkg:/a/b" + blanks)).isEqualTo(Fmri.parse("pkg:/a/b"));
        assertThat(Fmri.parse("pkg:/a/b@1" + blanks)).isEqualTo(Fmri.parse("pkg:/a/b@1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260001T000000Z",
                "20261301T000000Z",
                "20260100T000000Z",
                "20260132T000000Z",
                "20260229T000000Z",
                "20260431T000000Z",
                "20260101T240000Z",
                "20260101T006000Z",
                "20260101T000060Z",
                "00000101T000000Z",
                "2026O101T000000Z",
                "20260101T00000.Z",
                "20260101 000000Z",
                "20260101T000000"
            })
    void shouldRefuseWhatIsNoTime(String time) {
        assertThatThrownBy(() -> Version.parse("1:" + time))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("YYYYMMDDThhmmssZ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.2:20260101T000000Z", "1.2-3", "1.2-3:20260101T000000Z"})
    void shouldBeEqualAsItIsOrdered(String text) {
        Version version = Version.parse(text);

        assertThat(Version.parse(text)).isEqualTo(version).hasSameHashCodeAs(version);
        for (String other : new String[] {"1.3", "1.2:20260101T000001Z", "1.2-4", "1.2-3:20260101T000001Z"}) {
            assertThat(version).isNotEqualTo(Version.parse(other));
            assertThat(version.compareTo(Version.parse(other))).isNotZero();
        }
    }
}
