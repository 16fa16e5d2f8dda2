package org.snapup.ips.repo.depot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.ips.IpsException;

/** What a depot says of its repository: JSON, {@code repository.configuration.SECTION.PROPERTY}. */
final class DepotStatus {
    private static final JsonMapper JSON = new JsonMapper();

    private DepotStatus() {}

    /**
     * The properties by section and name, as {@code pkg5.repository} has them.
     *
     * @throws IpsException CORRUPT
     */
    static Map<String, Map<String, String>> properties(byte[] json, String location) {
        Map<String, Map<String, String>> properties = new TreeMap<>();
        try {
            JsonNode sections = JSON.readTree(json).path("repository").path("configuration");
            sections.fieldNames().forEachRemaining(section -> {
                Map<String, String> ofSection = new TreeMap<>();
                JsonNode values = sections.path(section);
                values.fieldNames().forEachRemaining(name -> ofSection.put(name, text(values.path(name))));
                properties.put(section, ofSection);
            });
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the depot at " + location + " doesn't tell its properties in a way that can be read: "
                            + e.getMessage() + "; check the location",
                    e);
        }
        return properties;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add("'" + element.asText() + "'"));
            return "[" + String.join(", ", elements) + "]";
        }
        return value.isBoolean() ? value.asBoolean() ? "True" : "False" : value.isNull() ? "" : value.asText();
    }
}
