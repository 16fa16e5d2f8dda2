package org.snapup.client.render;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.snapup.protocol.Json;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** What {@code --json} prints. */
public final class JsonLine {
    private JsonLine() {}

    /** The object on one line, the line feed included; control characters escaped as JSON has it. */
    public static String of(Map<String, ?> object) {
        return line(Json.write(object));
    }

    /** The error reply that the daemon gave. */
    public static String error(SnapupException e) {
        return line(Reply.of(e).encode());
    }

    private static String line(byte[] utf8) {
        return Escape.line(new String(utf8, StandardCharsets.UTF_8)) + "\n";
    }
}
