package org.snapup;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snapup.daemon.server.CallFuzz;
import org.snapup.ips.action.ManifestFuzz;
import org.snapup.ips.catalog.CatalogFuzz;
import org.snapup.ips.fmri.NamesFuzz;
import org.snapup.ips.image.ImageFuzz;
import org.snapup.ips.journal.JournalFuzz;
import org.snapup.ips.repo.ArchiveFuzz;

/** Every fuzz target over its corpus: what it begins with, and what it once failed on. */
final class FuzzCorpusTest {
    private interface Target {
        void run(byte[] input) throws IOException;
    }

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    @TestFactory
    Stream<DynamicTest> shouldTakeOrRefuseInWords() throws IOException {
        return Stream.of(
                        tests("NamesFuzz", NamesFuzz::fuzzerTestOneInput),
                        tests("ManifestFuzz", ManifestFuzz::fuzzerTestOneInput),
                        tests("CatalogFuzz", CatalogFuzz::fuzzerTestOneInput),
                        tests("ArchiveFuzz", ArchiveFuzz::fuzzerTestOneInput),
                        tests("ImageFuzz", ImageFuzz::fuzzerTestOneInput),
                        tests("JournalFuzz", JournalFuzz::fuzzerTestOneInput),
                        tests("CallFuzz", CallFuzz::fuzzerTestOneInput))
                .flatMap(List::stream);
    }

    private static List<DynamicTest> tests(String name, Target target) throws IOException {
        try (Stream<Path> corpus = Files.list(CORPUS.resolve(name))) {
            return corpus.sorted()
                    .map(file -> DynamicTest.dynamicTest(
                            name + " " + file.getFileName(),
                            () -> assertThatCode(() -> target.run(Files.readAllBytes(file)))
                                    .doesNotThrowAnyException()))
                    .toList();
        }
    }
}
