package org.snapup.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {
    private static final Option DRY_RUN = Option.flag('n', "plan only");
    private static final Option VERBOSE = new Option("-v", "--verbose", null, "say more");
    private static final Option ROOT = Option.valued('R', "DIR", "another root");
    private static final Option BE_NAME = Option.valued("--be-name", "NAME", "the new BE's name");
    private static final Syntax SYNTAX =
            new Syntax("install", List.of(DRY_RUN, VERBOSE, ROOT, BE_NAME), "PKG...", 1, 2, "Install packages.", "");

    @Test
    void shouldTakeOptionsAndOperandsInAnyOrder() throws UsageException {
        Arguments arguments = SYNTAX.parse(List.of("web", "-n", "--be-name", "new", "mail"));

        assertThat(arguments.operands()).containsExactly("web", "mail");
        assertThat(arguments.has(DRY_RUN)).isTrue();
        assertThat(arguments.has(VERBOSE)).isFalse();
        assertThat(arguments.value(BE_NAME)).isEqualTo("new");
        assertThat(arguments.value(ROOT)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"-R|/a|p", "-R/a|p", "-nvR|/a|p", "-nvR/a|p", "p|-R|/a", "-R|/a|--|p"})
    void shouldReadAShortOptionsValue(String words) throws UsageException {
        assertThat(SYNTAX.parse(List.of(words.split("\\|"))).value(ROOT)).isEqualTo("/a");
    }

    @Test
    void shouldReadALongOptionsValueAfterEquals() throws UsageException {
        assertThat(SYNTAX.parse(List.of("--be-name=a=b", "p")).value(BE_NAME)).isEqualTo("a=b");
    }

    @Test
    void shouldTakeEverythingAfterTwoDashesAsOperands() throws UsageException {
        assertThat(SYNTAX.parse(List.of("--", "-n", "--")).operands()).containsExactly("-n", "--");
    }

    @Test
    void shouldTakeALoneDashAsOperand() throws UsageException {
        assertThat(SYNTAX.parse(List.of("-")).operands()).containsExactly("-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--be-nam|x|p; unknown option --be-nam: did you mean --be-name?",
                "--zzzzzzz|p; unknown option --zzzzzzz",
                "-x|p; unknown option -x",
                "-nx|p; unknown option -x",
                "--be-name; the option --be-name needs a value: NAME",
                "p|-R; the option -R needs a value: DIR",
                "--be-name=|p; the value of --be-name is empty",
                "--verbose=yes|p; the option --verbose takes no value",
                "-R|/a|-R|/b|p; the option -R is given twice",
                "-n; missing PKG...",
                "a|b|c; unexpected argument 'c'",
                "a\uFFFD; the argument 'a\uFFFD' is not UTF-8",
            })
    void shouldSayWhatIsWrong(String words, String message) {
        assertThatThrownBy(() -> SYNTAX.parse(List.of(words.split("\\|"))))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void shouldPrintHelp() {
        assertThat(SYNTAX.help()).isEqualTo("""
                        usage: snapup install [OPTIONS] PKG...

                        Install packages.

                          -n                        plan only
                          -v, --verbose             say more
                          -R DIR                    another root
                              --be-name NAME        the new BE's name
                        """);
    }
}
