package org.snapup.client.packages.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Moment;
import org.snapup.client.wire.Fields;

/** A publisher as {@code snapup publisher NAME} describes it. */
final class PublisherText {
    private static final int LABEL_WIDTH = 21;
    private static final String NONE = "None";

    private PublisherText() {}

    static String of(Fields publisher) {
        StringBuilder text = new StringBuilder("\n");
        line(text, "Publisher", publisher.text("name"));
        line(text, "Alias", publisher.textOrEmpty("alias"));
        for (Fields origin : publisher.objects("origins")) {
            line(text, "Origin URI", origin.text("uri"));
            line(text, "Origin Status", origin.flag("enabled") ? "Online" : "Disabled");
            location(text, publisher, origin);
        }
        for (Fields mirror : publisher.objects("mirrors")) {
            line(text, "Mirror URI", mirror.text("uri"));
            line(text, "Mirror Status", "Online");
            location(text, publisher, mirror);
        }
        line(text, "Client UUID", orNone(publisher, "clientUuid"));
        line(text, "Catalog Updated", Moment.spelledOut(orNone(publisher, "catalogUpdated")));
        hashes(text, "Approved CAs", publisher, "approvedCas");
        hashes(text, "Revoked CAs", publisher, "revokedCas");
        line(text, "Publisher enabled", publisher.flag("enabled") ? "Yes" : "No");
        properties(text, publisher.objectOrEmpty("properties"));
        return text.toString();
    }

    private static void hashes(StringBuilder text, String label, Fields publisher, String field) {
        String shown = label;
        for (String hash : publisher.has(field) ? publisher.texts(field) : List.<String>of()) {
            line(text, shown, hash);
            shown = "";
        }
    }

    private static void location(StringBuilder text, Fields publisher, Fields location) {
        if (location.has("proxy")) {
            line(text, "Proxy", location.text("proxy"));
        }
        line(text, "SSL Key", orNone(publisher, "sslKey"));
        line(text, "SSL Cert", orNone(publisher, "sslCert"));
    }

    private static void properties(StringBuilder text, Fields properties) {
        Map<String, String> values = new TreeMap<>();
        for (Object name : properties.object().keySet()) {
            values.put(String.valueOf(name), String.join(", ", properties.texts(String.valueOf(name))));
        }
        values.values().removeIf(String::isEmpty);
        if (!values.isEmpty()) {
            text.append(" ".repeat(LABEL_WIDTH - "Properties".length())).append("Properties:\n");
            values.forEach((name, value) -> text.append(" ".repeat(LABEL_WIDTH + 2))
                    .append(Escape.line(name))
                    .append(" = ")
                    .append(Escape.line(value))
                    .append('\n'));
        }
    }

    private static String orNone(Fields fields, String name) {
        return fields.has(name) ? fields.text(name) : NONE;
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(" ".repeat(LABEL_WIDTH - label.length()))
                .append(label)
                .append(": ")
                .append(Escape.line(value))
                .append('\n');
    }
}
