package org.snapup.ips.sign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;

/**
 * What a signature is of: the actions of a package, a line each, sorted; of signatures only the one itself, with an empty
 * value. In a line the attributes are sorted, and the values of each.
 */
final class SignedText {
    private SignedText() {}

    static byte[] of(Action signature, List<Action> actions) {
        List<byte[]> lines = new ArrayList<>();
        for (Action action : actions) {
            if (action.kind() != ActionKind.SIGNATURE) {
                lines.add(line(action));
            } else if (action.equals(signature)) {
                lines.add(line(action.with("value", "")));
            }
        }
        lines.sort(Arrays::compareUnsigned);
        java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                text.write('\n');
            }
            text.writeBytes(lines.get(i));
        }
        return text.toByteArray();
    }

    private static byte[] line(Action action) {
        StringBuilder line = new StringBuilder(action.kind().text());
        @Nullable String hash = action.hash();
        if (hash != null) {
            line.append(' ').append(hash);
        }
        Attributes attributes = action.attributes();
        for (String key : attributes.keys()) {
            List<String> values = new ArrayList<>(attributes.all(key));
            values.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
            for (String value : values) {
                boolean octal = key.equals("mode") && value.startsWith("0o");
                line.append(' ').append(key).append('=').append(quoted(octal ? "0" + value.substring(2) : value));
            }
        }
        return utf8(line.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String value) {
        boolean doubles = value.indexOf('"') >= 0;
        boolean singles = value.indexOf('\'') >= 0;
        if (!doubles && !singles && !value.isEmpty() && value.indexOf(' ') < 0 && !value.contains("$(")) {
            return value;
        }
        return !doubles ? '"' + value + '"' : !singles ? "'" + value + "'" : '"' + value.replace("\"", "\\\"") + '"';
    }
}
