package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snapup.client.testing.Needed;
import org.snapup.client.testing.Program;

/** Every manual page is what mandoc and groff take for a whole page. */
class ManualIT {
    private static final Path PAGES = Path.of("..", "docs", "man");

    @Test
    void shouldPleaseMandoc() throws Exception {
        String mandoc = Needed.program("mandoc", "mandoc");

        for (Path page : pages()) {
            Program lint = Program.start(mandoc, "-T", "lint", "-W", "warning", page.toString())
                    .await();
            assertThat(lint.out() + lint.err()).as(page.toString()).isEmpty();
            assertThat(lint.status()).isZero();
        }
    }

    @Test
    void shouldPleaseGroff() throws Exception {
        String groff = Needed.program("groff", "groff");

        for (Path page : pages()) {
            Program rendered = Program.start(groff, "-mandoc", "-Tutf8", "-ww", page.toString())
                    .await();
            assertThat(rendered.err()).as(page.toString()).isEmpty();
            String plain = rendered.out().replaceAll(".\b", ""); // it strikes bold letters twice
            assertThat(plain).as(page.toString()).contains("DESCRIPTION");
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            List<Path> pages = files.filter(
                            file -> file.getFileName().toString().matches(".*\\.[1-9]"))
                    .sorted()
                    .toList();
            assertThat(pages).hasSizeGreaterThanOrEqualTo(6);
            return pages;
        }
    }
}
