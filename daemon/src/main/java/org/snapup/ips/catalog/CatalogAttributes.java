package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/**
 * The file {@code catalog.attrs}: which parts a catalog has, and when it changed. Times are
 * {@code YYYYMMDDThhmmss.ffffffZ}, UTC.
 *
 * @param created changes when the catalog was made anew, so that what a client has can't be brought up to date
 * @param updates the update logs that there are, by name
 */
public record CatalogAttributes(
        String created,
        String lastModified,
        int packageCount,
        int packageVersionCount,
        Map<String, Part> parts,
        Map<String, Part> updates) {
    /** The name of the file. */
    public static final String FILE = "catalog.attrs";

    static final String BASE = "catalog.base.C";
    static final String DEPENDENCY = "catalog.dependency.C";
    static final String SUMMARY_PREFIX = "catalog.summary.";
    private static final int VERSION = 1;

    /**
     * One file of the catalog: a part or an update log.
     *
     * @param signature the SHA-1 of its content, in hex; catalogs of an image aren't signed
     */
    public record Part(String lastModified, @Nullable String signature) {}

    public CatalogAttributes {
        parts = Map.copyOf(parts);
        updates = Map.copyOf(updates);
    }

    /** A file's name that stays in its folder: names of parts are data from a repository. */
    static boolean isPartName(String name) {
        return isFileName(name, "catalog.");
    }

    private static boolean isFileName(String name, String prefix) {
        if (!name.startsWith(prefix) || name.length() > 100) {
            return false;
        }
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '.'
                        || c == '_'
                        || c == '-'
                        || c == '@');
    }

    static CatalogAttributes parse(SignedJson file) throws IOException {
        String created = "";
        String lastModified = "";
        int packages = 0;
        int versions = 0;
        Map<String, Part> parts = Map.of();
        Map<String, Part> updates = Map.of();
        try (JsonParser json = file.open()) {
            file.expect(json, json.nextToken(), JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "created" -> created = json.getValueAsString("");
                    case "last-modified" -> lastModified = json.getValueAsString("");
                    case "package-count" -> packages = json.getValueAsInt();
                    case "package-version-count" -> versions = json.getValueAsInt();
                    case "parts" -> parts = parseParts(file, json, "catalog.");
                    case "updates" -> updates = parseParts(file, json, UpdateLog.PREFIX);
                    case "version" -> checkVersion(file, json.getValueAsInt());
                    default -> json.skipChildren();
                }
            }
        }
        return new CatalogAttributes(created, lastModified, packages, versions, parts, updates);
    }

    private static void checkVersion(SignedJson file, int version) {
        if (version != VERSION) {
            throw IpsException.badInput("the catalog " + file.source() + " has version " + version
                    + "; this program reads version " + VERSION);
        }
    }

    private static Map<String, Part> parseParts(SignedJson file, JsonParser json, String prefix) throws IOException {
        Map<String, Part> parts = new TreeMap<>();
        file.expect(json, json.currentToken(), JsonToken.START_OBJECT);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (!isFileName(name, prefix)) {
                throw new IpsException(
                        IpsException.Kind.UNSAFE_PATH,
                        "the catalog " + file.source() + " names the part '" + name + "', which is no file name of a"
                                + " catalog; its repository has to be repaired");
            }
            file.expect(json, json.nextToken(), JsonToken.START_OBJECT);
            String lastModified = "";
            String signature = null;
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "last-modified" -> lastModified = json.getValueAsString("");
                    case "signature-sha-1" -> signature = json.getValueAsString();
                    default -> json.skipChildren();
                }
            }
            file.take(4L * HeapBudget.NODE + name.length() + lastModified.length());
            parts.put(name, new Part(lastModified, signature));
        }
        return parts;
    }

    // Keys sorted, as pkg(1) sorts them: it checks a signature by writing the file again.
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("created", created);
        json.writeStringField("last-modified", lastModified);
        json.writeNumberField("package-count", packageCount);
        json.writeNumberField("package-version-count", packageVersionCount);
        writeParts(json, "parts", parts);
        writeParts(json, "updates", updates);
        json.writeNumberField("version", VERSION);
        json.writeEndObject();
    }

    private static void writeParts(JsonGenerator json, String field, Map<String, Part> parts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Part> part : new TreeMap<>(parts).entrySet()) {
            json.writeObjectFieldStart(part.getKey());
            json.writeStringField("last-modified", part.getValue().lastModified());
            if (part.getValue().signature() != null) {
                json.writeStringField("signature-sha-1", part.getValue().signature());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
