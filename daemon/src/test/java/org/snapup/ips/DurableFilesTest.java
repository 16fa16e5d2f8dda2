package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldLeaveOneOfThoseThatAreWrittenAtTheSameTime() throws IOException {
        Path file = folder.resolve("file");
        List<Integer> values = IntStream.range(0, 200).boxed().toList();

        ParallelWork.run(
                4,
                values,
                () -> value -> {
                    byte[] content = new byte[1000];
                    Arrays.fill(content, value.byteValue());
                    DurableFiles.replace(file, content);
                },
                begun -> {});

        byte[] left = Files.readAllBytes(file);
        assertThat(left).hasSize(1000).containsOnly(left[0]);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void shouldLeaveTheFileWhereItCantBeReplaced() throws IOException {
        Path file = folder.resolve("file");
        Files.createDirectories(file.resolve("full"));

        assertThatThrownBy(() -> DurableFiles.replace(file, new byte[1]))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("can't write " + file)
                .hasMessageEndingWith("check free space and permissions");

        assertThat(file).isDirectory();
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void shouldReplaceAllOrNone() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", new byte[1]);
        files.put("x".repeat(300), new byte[1]);

        assertThatThrownBy(() -> DurableFiles.replaceAll(folder, files)).isInstanceOf(IpsException.class);

        assertThat(folder.resolve("a")).hasContent("old");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
        files.remove("x".repeat(300));
        DurableFiles.replaceAll(folder, files);
        assertThat(folder.resolve("a")).hasBinaryContent(new byte[1]);
    }
}
