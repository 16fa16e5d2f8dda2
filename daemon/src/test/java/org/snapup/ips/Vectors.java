package org.snapup.ips;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Inputs, and what the real pkg code returns for them; {@code about} in each file says which function. */
public final class Vectors {
    private Vectors() {}

    public static JsonNode file(String name) {
        String resource = "/ips/vectors/" + name + ".json";
        try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the test resources");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test a row, named by the row's input. */
    public static Stream<DynamicTest> tests(String name, Consumer<JsonNode> check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : file(name).get("vectors")) {
            tests.add(DynamicTest.dynamicTest(title(row), () -> check.accept(row)));
        }
        return tests.stream();
    }

    private static String title(JsonNode row) {
        String text = row.hasNonNull("in") ? "[" + row.get("in").asText() + "]" : row.toString();
        return text.length() <= 120 ? text : text.substring(0, 120);
    }

    public static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }
}
