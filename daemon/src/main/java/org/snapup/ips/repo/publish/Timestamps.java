package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;

/**
 * The attribute {@code timestamp} of actions: the time when a file was last changed, for those whose names fit a pattern.
 * Patterns are those of the shell, {@code *.py} for example; {@code *} and {@code ?} also take dots at the start.
 */
public final class Timestamps {
    /** The attribute. */
    public static final String KEY = "timestamp";

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final List<Pattern> patterns;

    private Timestamps(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Of files that fit one of the patterns. */
    public static Timestamps of(List<String> patterns) {
        return new Timestamps(patterns.stream().map(Timestamps::pattern).toList());
    }

    /** Whether a file is meant, by the last part of its path. */
    public boolean match(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** When a file was last changed, not where it leads to. */
    public static String of(Path file) throws IOException {
        return FORMAT.format(
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    }

    /**
     * The same package, with the time of each file that is meant.
     *
     * @throws IpsException NOT_FOUND for a file, IO
     */
    public Publication addTo(Publication publication) {
        if (patterns.isEmpty()) {
            return publication;
        }
        List<Action> actions = new ArrayList<>();
        for (Action action : publication.manifest().actions()) {
            String path = action.get("path");
            boolean meant = action.kind() == ActionKind.FILE && path != null && match(path);
            actions.add(meant ? action.with(KEY, time(publication.payload(action))) : action);
        }
        return new Publication(publication.source(), Manifest.of(actions), publication.protoFolders());
    }

    private static String time(Path file) {
        try {
            return FORMAT.format(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read when " + file + " was changed: " + e, e);
        }
    }

    private static Pattern pattern(String shell) {
        StringBuilder expression = new StringBuilder();
        int at = 0;
        while (at < shell.length()) {
            char c = shell.charAt(at);
            int end = c == '[' ? closing(shell, at) : -1;
            if (end > 0) {
                expression.append(characters(shell.substring(at + 1, end)));
                at = end;
            } else {
                expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
            at++;
        }
        try {
            return Pattern.compile(expression.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return NOTHING; // of [z-a]
        }
    }

    // The bracket that ends a choice; one that comes first is itself a choice.
    private static int closing(String shell, int open) {
        int first = shell.startsWith("!", open + 1) ? open + 2 : open + 1;
        return shell.indexOf(']', first + 1);
    }

    private static String characters(String choice) {
        boolean others = choice.startsWith("!");
        StringBuilder expression = new StringBuilder(others ? "[^" : "[");
        for (char c : choice.substring(others ? 1 : 0).toCharArray()) {
            expression
                    .append(c == '-' || Character.isLetterOrDigit(c) ? "" : "\\")
                    .append(c);
        }
        return expression.append(']').toString();
    }
}
