package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snapup.client.cli.Option;
import org.snapup.client.verb.Globals;

/**
 * snapup(8) says what the verbs' tables say. After a change of a verb run this with {@code -Dsnapup.manual.write=true},
 * and the page is brought up to date.
 */
class ManualTest {
    private static final Path PAGE = Path.of("..", "docs", "man", "snapup.8");

    @Test
    void shouldDescribeEveryVerbWithEveryOption() throws IOException {
        String page = Files.readString(PAGE);
        String wanted = replace(replace(page, "SYNOPSIS", Manual.synopsis()), "COMMANDS", Manual.commands());
        if (Boolean.getBoolean("snapup.manual.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(wanted)
                .as("docs/man/snapup.8; mend it with -Dsnapup.manual.write=true")
                .isEqualTo(Files.readString(PAGE));
    }

    @Test
    void shouldDescribeTheOptionsOfEveryVerb() throws IOException {
        String page = Files.readString(PAGE);

        for (Option option : List.of(Globals.JSON, Globals.SOCKET, Globals.HELP, Globals.VERSION)) {
            assertThat(page).contains(".It Fl " + option.display().substring(1));
        }
    }

    /** Puts the part in the place of what stands between the marks of a section. */
    private static String replace(String page, String section, String part) {
        int heading = page.indexOf(".Sh " + section + "\n");
        assertThat(heading).as("the section " + section).isNotNegative();
        int begin = page.indexOf(Manual.BEGIN, heading);
        int end = page.indexOf(Manual.END, begin);
        assertThat(begin).as("the marks in the section " + section).isNotNegative();
        assertThat(end).as("the marks in the section " + section).isGreaterThan(begin);
        return page.substring(0, begin) + part + page.substring(end + Manual.END.length());
    }
}
