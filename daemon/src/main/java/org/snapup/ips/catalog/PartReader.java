package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/**
 * Streams through a part of a catalog.
 *
 * <pre>
 * {"PUBLISHER":{"STEM":[{"version":"...","signature-sha-1":"...","metadata":{...},"actions":["..."]}]}}
 * </pre>
 */
final class PartReader {
    /** Takes one version; {@code actions} are its lines of manifest, where the part has them. */
    interface Sink {
        void take(CatalogEntry entry, List<String> actions);
    }

    private final SignedJson file;
    private final Sink sink;

    /** Those of actions, by themselves: most are those of many versions. */
    private final Map<String, String> lines = new HashMap<>();

    PartReader(SignedJson file, Sink sink) {
        this.file = file;
        this.sink = sink;
    }

    void read() throws IOException {
        try (JsonParser json = file.open()) {
            file.expect(json, json.nextToken(), JsonToken.START_OBJECT);
            for (String publisher = json.nextFieldName(); publisher != null; publisher = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (publisher.startsWith("_")) {
                    json.skipChildren();
                    continue;
                }
                file.expect(json, value, JsonToken.START_OBJECT);
                readStems(json, publisher);
            }
        }
    }

    private void readStems(JsonParser json, String publisher) throws IOException {
        for (String stem = json.nextFieldName(); stem != null; stem = json.nextFieldName()) {
            file.take(HeapBudget.NODE + stem.length());
            file.expect(json, json.nextToken(), JsonToken.START_ARRAY);
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                file.expect(json, next, JsonToken.START_OBJECT);
                readVersion(json, publisher, stem);
            }
        }
    }

    private void readVersion(JsonParser json, String publisher, String stem) throws IOException {
        String version = null;
        String signature = null;
        EntryState state = null;
        List<String> actions = List.of();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (field) {
                case "version" -> version = json.getValueAsString();
                case "signature-sha-1" -> signature = json.getValueAsString();
                case "actions" -> actions = strings(json, value);
                case "metadata" -> state = value == JsonToken.START_OBJECT ? readState(json) : null;
                default -> json.skipChildren();
            }
        }
        if (version == null) {
            throw file.damaged("a version of " + stem + " has no version");
        }
        // Each number of a version takes more than its digits.
        file.take(HeapBudget.VERSION + 8L * version.length() + (signature == null ? 0 : signature.length()));
        sink.take(new CatalogEntry(fmri(publisher, stem, version), signature, state), actions);
    }

    private Fmri fmri(String publisher, String stem, String version) {
        try {
            return new Fmri(publisher, stem, Version.parse(version));
        } catch (IpsException e) {
            throw file.damaged(String.valueOf(e.getMessage()));
        }
    }

    private List<String> strings(JsonParser json, JsonToken start) throws IOException {
        file.expect(json, start, JsonToken.START_ARRAY);
        List<String> strings = new ArrayList<>(4);
        for (String next = json.nextTextValue(); next != null; next = json.nextTextValue()) {
            String known = lines.putIfAbsent(next, next);
            file.take(known == null ? HeapBudget.NODE + HeapBudget.STRING + next.length() : HeapBudget.REFERENCE);
            strings.add(known == null ? next : known);
        }
        file.expect(json, json.currentToken(), JsonToken.END_ARRAY);
        return strings;
    }

    private EntryState readState(JsonParser json) throws IOException {
        List<Integer> states = new ArrayList<>(4);
        String lastInstall = null;
        String lastUpdate = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (field) {
                case "states" -> readNumbers(json, value, states);
                case "last-install" -> lastInstall = text(json, value);
                case "last-update" -> lastUpdate = text(json, value);
                default -> json.skipChildren();
            }
        }
        return new EntryState(states, lastInstall, lastUpdate);
    }

    private void readNumbers(JsonParser json, JsonToken start, List<Integer> numbers) throws IOException {
        file.expect(json, start, JsonToken.START_ARRAY);
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            file.expect(json, next, JsonToken.VALUE_NUMBER_INT);
            file.take(HeapBudget.STRING);
            numbers.add(json.getIntValue());
        }
    }

    private static @Nullable String text(JsonParser json, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? json.getText() : null;
    }
}
