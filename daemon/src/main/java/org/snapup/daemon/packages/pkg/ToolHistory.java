package org.snapup.daemon.packages.pkg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.ImageHistory.PastOperation;
import org.snapup.protocol.ImageHistory.Remembered;

/** What {@code pkg history -l} prints: a block of fields for each operation, of which the last ones have several lines. */
final class ToolHistory {
    private static final Pattern FIELD = Pattern.compile(" *(Operation|Outcome|Reason|Client|Version|User|Boot"
            + " Env\\.|Boot Env\\. UUID|New Boot Env\\.|New Boot Env\\. UUID|Snapshot|Start Time|End Time|Total"
            + " Time|Command|Release Notes|Start State|End State|Errors): ?(.*)");
    private static final Pattern NOTES_OF = Pattern.compile("(\\S+): Release notes:(?: None)?");
    private static final String NOTES = "Release Notes";
    private static final String INDENT = "    ";
    private static final Pattern USER = Pattern.compile("(.*) \\((.*)\\)");
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/@\\s]*@");

    private final Asking asking;

    ToolHistory(Asking asking) {
        this.asking = asking;
    }

    Remembered remembered(HistoryRequest request) {
        List<String> words = new ArrayList<>(List.of("history", "-l"));
        Long limit = request.limit();
        if (limit != null) {
            words.addAll(List.of("-n", Long.toString(Math.max(1, limit))));
        }
        List<Map<String, String>> blocks = blocks(asking.whole(words).out());
        if (blocks.stream().anyMatch(ToolHistory::hasNotes)) {
            words.set(words.indexOf("-l"), "-N");
            Map<String, Deque<String>> notes = notes(asking.asFarAsItGoes(words).out());
            blocks.forEach(block -> addNotes(block, notes));
        }
        return new Remembered(blocks.stream().map(ToolHistory::show).toList());
    }

    private static boolean hasNotes(Map<String, String> block) {
        return block.getOrDefault(NOTES, "").equals("Yes");
    }

    /**
     * What {@code pkg history -N} prints of operations, by their start, which several may share: those have the order in
     * which {@code -l} prints them. It fails at the first notes whose file somebody has removed.
     */
    private static Map<String, Deque<String>> notes(String out) {
        Map<String, Deque<String>> notes = new HashMap<>();
        StringJoiner text = new StringJoiner("\n");
        String start = null;
        for (String line : out.lines().toList()) {
            Matcher matcher = NOTES_OF.matcher(line);
            if (matcher.matches()) {
                add(notes, start, text);
                start = matcher.group(1);
                text = new StringJoiner("\n");
            } else {
                text.add(line.startsWith(INDENT) ? line.substring(INDENT.length()) : line);
            }
        }
        add(notes, start, text);
        return notes;
    }

    private static void add(Map<String, Deque<String>> notes, @Nullable String start, StringJoiner text) {
        if (start != null) {
            notes.computeIfAbsent(start, each -> new ArrayDeque<>())
                    .add(text.toString().stripTrailing());
        }
    }

    /** Puts the notes themselves where it says whether there are any. */
    private static void addNotes(Map<String, String> block, Map<String, Deque<String>> notes) {
        Deque<String> those = notes.getOrDefault(block.getOrDefault("Start Time", ""), new ArrayDeque<>());
        String text = those.poll();
        block.put(NOTES, text == null ? "" : text);
    }

    private static List<Map<String, String>> blocks(String out) {
        List<Map<String, String>> blocks = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        String field = "";
        for (String line : out.lines().toList()) {
            Matcher matcher = FIELD.matcher(line);
            if (matcher.matches()) {
                field = matcher.group(1);
                if (field.equals("Operation")) {
                    block = new LinkedHashMap<>();
                    blocks.add(block);
                }
                block.put(field, matcher.group(2));
            } else {
                block.merge(field, "\n" + line, String::concat);
            }
        }
        return blocks;
    }

    private static PastOperation show(Map<String, String> block) {
        Matcher user = USER.matcher(block.getOrDefault("User", ""));
        boolean named = user.matches();
        String errors = known(block.get("Errors"));
        return new PastOperation(
                block.getOrDefault("Operation", ""),
                block.getOrDefault("Outcome", ""),
                block.getOrDefault("Reason", "None"),
                block.getOrDefault("Client", ""),
                block.getOrDefault("Version", ""),
                List.of(SECRET.matcher(block.getOrDefault("Command", "").strip())
                        .replaceAll("")
                        .split(" ", -1)),
                named ? user.group(1) : block.getOrDefault("User", ""),
                named ? user.group(2) : "",
                known(block.get("Boot Env.")),
                known(block.get("Boot Env. UUID")),
                known(block.get("New Boot Env.")),
                known(block.get("New Boot Env. UUID")),
                known(block.get("Snapshot")),
                known(block.get(NOTES)),
                time(block.get("Start Time")),
                time(block.get("End Time")),
                known(block.get("Start State")),
                known(block.get("End State")),
                errors == null ? List.of() : List.of(errors));
    }

    private static @Nullable String known(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        return text.isEmpty()
                        || text.equals("(Unknown)")
                        || text.equals("(None)")
                        || text.equals("None")
                        || text.equals("No")
                ? null
                : text;
    }

    /** What it prints has no zone and is in UTC here. */
    private static String time(@Nullable String text) {
        return text == null ? "" : text.strip() + "Z";
    }
}
