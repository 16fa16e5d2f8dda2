package org.snapup.ips.image;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** Reads the history of an image, whoever wrote it. */
public final class HistoryReader {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final XMLInputFactory XML = factory();

    private final ImageFiles files;

    public HistoryReader(ImageFiles files) {
        this.files = files;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** All entries, oldest first. @throws IpsException CORRUPT for a file that can't be understood, IO */
    public List<HistoryEntry> entries() {
        List<String> names = files.list(ImageLayout.HISTORY).stream()
                .map(name -> new String(name, StandardCharsets.UTF_8))
                .filter(name -> name.endsWith(".xml"))
                .sorted(Comparator.naturalOrder())
                .toList();
        List<HistoryEntry> entries = new ArrayList<>(names.size());
        for (String name : names) {
            Optional<byte[]> content = files.read(ImageLayout.HISTORY.resolve(name));
            content.ifPresent(bytes -> entries.add(withNotes(parse(name, bytes))));
        }
        return entries;
    }

    /** With the text of the notes instead of the name of their file. */
    private HistoryEntry withNotes(HistoryEntry entry) {
        String name = entry.releaseNotes();
        if (name == null) {
            return entry;
        }
        boolean isPlain = !name.isEmpty() && !name.startsWith(".") && !name.contains("/");
        return entry.withReleaseNotes(
                isPlain
                        ? files.readText(ImageLayout.NOTES.resolve(name))
                                .map(String::stripTrailing)
                                .orElse(null)
                        : null);
    }

    /** Reads one file of a history; of release notes it has the name of a file. @throws IpsException CORRUPT */
    static HistoryEntry parse(String name, byte[] xml) {
        Draft draft = new Draft();
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(xml));
            StringBuilder text = new StringBuilder();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        text.setLength(0);
                        draft.start(reader);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> draft.end(reader.getLocalName(), text.toString());
                    default -> {}
                }
            }
            return draft.entry();
        } catch (XMLStreamException | DateTimeException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the history entry " + name + " of the image can't be read: " + e.getMessage() + "; remove "
                            + ImageLayout.HISTORY + "/" + name + ", or purge the history",
                    e);
        }
    }

    /** What was read so far. */
    private static final class Draft {
        private final Map<String, String> client = new HashMap<>();
        private final Map<String, String> operation = new HashMap<>();
        private final List<String> command = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private @Nullable String startState;
        private @Nullable String endState;

        void start(XMLStreamReader reader) {
            Map<String, String> target = switch (reader.getLocalName()) {
                case "client" -> client;
                case "operation" -> operation;
                default -> new HashMap<>();
            };
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                target.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }

        void end(String element, String text) {
            switch (element) {
                case "arg" -> command.add(text);
                case "error" -> errors.add(text);
                case "start_state" -> startState = text;
                case "end_state" -> endState = text;
                default -> {}
            }
        }

        private String required(String name) {
            return operation.getOrDefault(name, "");
        }

        HistoryEntry entry() {
            String[] result = required("result").split(", ", 2);
            boolean old = result[0].equals("Nothing to do");
            return new HistoryEntry(
                    required("name"),
                    old ? "Ignored" : result[0],
                    old ? "Nothing to do" : result.length > 1 ? result[1] : "None",
                    client.getOrDefault("name", ""),
                    client.getOrDefault("version", ""),
                    command,
                    required("username"),
                    required("userid"),
                    operation.get("be"),
                    operation.get("be_uuid"),
                    operation.get("new_be"),
                    operation.get("new_be_uuid"),
                    operation.get("snapshot"),
                    operation.get("release-notes"),
                    time(required("start_time")),
                    time(required("end_time")),
                    startState,
                    endState,
                    errors);
        }

        private static Instant time(String text) {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        }
    }
}
