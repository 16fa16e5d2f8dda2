package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.ips.HeapBudget;

/**
 * A small JSON document in memory: objects are maps sorted by key, arrays lists, the rest strings, numbers, booleans.
 * For files that are changed and written again with all that is in them, known or not.
 */
final class JsonTree {
    private JsonTree() {}

    /** The outermost object, without the signature. @throws IpsException CORRUPT if it is no object */
    static SortedMap<String, Object> read(SignedJson file) throws IOException {
        try (JsonParser json = file.open()) {
            file.expect(json, json.nextToken(), JsonToken.START_OBJECT);
            SortedMap<String, Object> tree = object(file, json);
            tree.remove(SignedJson.SIGNATURE);
            return tree;
        }
    }

    private static SortedMap<String, Object> object(SignedJson file, JsonParser json) throws IOException {
        SortedMap<String, Object> members = new TreeMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            file.take(HeapBudget.NODE + name.length());
            members.put(name, value(file, json, json.nextToken()));
        }
        return members;
    }

    private static Object value(SignedJson file, JsonParser json, JsonToken token) throws IOException {
        file.take(HeapBudget.NODE);
        return switch (token) {
            case START_OBJECT -> object(file, json);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    elements.add(value(file, json, next));
                }
                yield elements;
            }
            case VALUE_STRING -> {
                file.take(json.getTextLength());
                yield json.getText();
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw file.damaged("there is a value " + token + " that catalogs don't have");
        };
    }

    /** Writes what {@link #read} gave. */
    static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.writeFieldName((String) member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString((String) value);
        }
    }
}
