package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message's bytes are kept in a file, so that a renamed field is a visible change. After a wanted change run with
 * {@code -Dsnapup.golden=write} and look at the difference.
 */
final class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/snapup/protocol/golden");

    static Set<String> names() {
        return Samples.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTravelAsTheGoldenFileSays(String name) throws IOException {
        Record sample = sample(name);
        String json = new String(Json.write(RecordCodec.toMap(sample)), StandardCharsets.UTF_8) + "\n";
        if ("write".equals(System.getProperty("snapup.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".json"), json);
        }

        assertThat(json).isEqualTo(golden(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadWhatTheGoldenFileHolds(String name) throws IOException {
        Record sample = sample(name);

        Record read = RecordCodec.fromMap(
                sample.getClass(),
                Json.parse(golden(name).getBytes(StandardCharsets.UTF_8)),
                RecordCodec.Unknown.REFUSE);

        assertThat(read).isEqualTo(sample);
    }

    @Test
    void shouldHaveASampleOfEveryMessage() {
        Set<String> messages = new TreeSet<>();
        Methods.all().values().forEach(method -> {
            messages.add(method.parameters().getName());
            messages.add(method.reply().getName());
        });

        Set<String> sampled = Samples.all().values().stream()
                .map(sample -> sample.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(sampled).isEqualTo(messages);
    }

    private static Record sample(String name) {
        Record sample = Samples.all().get(name);
        assertThat(sample).isNotNull();
        return sample;
    }

    private static String golden(String name) throws IOException {
        Path written = FOLDER.resolve(name + ".json");
        if (Files.exists(written)) {
            return Files.readString(written);
        }
        try (InputStream in = GoldenTest.class.getResourceAsStream("golden/" + name + ".json")) {
            assertThat(in).as("the golden file of %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
