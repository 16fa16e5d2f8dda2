package org.snapup.ips.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;

/**
 * What a journal's log says. A line a fact, words between single spaces, paths as {@link BytesText}:
 *
 * <pre>
 * snapup-journal 1 ID
 * installed SHA1                                      of the names of what was installed before
 * place FOLDER                                        files are kept there, too
 * gone PATH                                           to be removed, with its folder if that is empty then, once the
 *                                                     operation is in force
 * absent PATH
 * link UID GID TARGET PATH
 * folder MODE UID GID SECONDS NANOS PATH              the mode in octal
 * file MODE UID GID SECONDS NANOS BACKUP PATH
 * move FROM TO                                        what was at FROM is put aside
 * </pre>
 *
 * Lines are added while the operation goes on, each before what it announces; a last line without its end counts not.
 *
 * @param id of the operation
 * @param installed stands for what was installed; empty if the log breaks off before it
 * @param moves by where from
 */
record JournalLog(
        String id,
        String installed,
        List<BytePath> places,
        List<BytePath> gone,
        List<Before> befores,
        Map<BytePath, BytePath> moves) {
    private static final String MAGIC = "snapup-journal";
    private static final String FORMAT = "1";

    static String header(String id, String installed) {
        return MAGIC + " " + FORMAT + " " + id + "\ninstalled " + installed + "\n";
    }

    static String place(BytePath folder) {
        return "place " + word(folder) + "\n";
    }

    static String gone(BytePath path) {
        return "gone " + word(path) + "\n";
    }

    static String move(BytePath from, BytePath to) {
        return "move " + word(from) + " " + word(to) + "\n";
    }

    static String line(Before before) {
        String path = word(before.path()) + "\n";
        if (before instanceof Before.Link link) {
            return "link " + link.uid() + " " + link.gid() + " " + link.target().text() + " " + path;
        }
        if (before instanceof Before.Folder folder) {
            return "folder " + words(folder.attributes()) + " " + path;
        }
        if (before instanceof Before.Content content) {
            return "file " + words(content.attributes()) + " " + word(content.backup()) + " " + path;
        }
        return "absent " + path;
    }

    private static String word(BytePath path) {
        return BytesText.of(path).text();
    }

    private static String words(Before.Attributes a) {
        return Integer.toOctalString(a.mode()) + " " + a.uid() + " " + a.gid() + " " + a.seconds() + " " + a.nanos();
    }

    /**
     * Reads a log.
     *
     * @throws IpsException CORRUPT, BAD_INPUT if a newer version wrote it
     */
    static JournalLog parse(byte[] bytes) {
        return parse(bytes, line -> true);
    }

    /** As {@link #parse(byte[])}, for an operation that is in force: without what there was before it. */
    static JournalLog parseInForce(byte[] bytes) {
        return parse(bytes, line -> line.startsWith("place ") || line.startsWith("gone "));
    }

    /** As {@link #parse(byte[])}, only of which operation it is. */
    static String id(byte[] bytes) {
        return parse(bytes, line -> false).id();
    }

    private static JournalLog parse(byte[] bytes, Predicate<String> wanted) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (first.length != 3 || !first[0].equals(MAGIC)) {
            throw IpsException.corrupt("the image's journal has no beginning");
        }
        if (!first[1].equals(FORMAT)) {
            throw IpsException.badInput("an operation of a newer snapup (journal format " + first[1]
                    + ") was cut off in this image: use that version to go on");
        }
        Parser parser = new Parser();
        for (String line : lines.subList(1, lines.size())) {
            if (wanted.test(line)) {
                parser.line(line.split(" ", -1));
            }
        }
        return new JournalLog(first[2], parser.installed, parser.places, parser.gone, parser.befores, parser.moves);
    }

    private static final class Parser {
        private String installed = "";
        private final List<BytePath> places = new ArrayList<>();
        private final List<BytePath> gone = new ArrayList<>();
        private final List<Before> befores = new ArrayList<>();
        private final Map<BytePath, BytePath> moves = new LinkedHashMap<>();

        void line(String[] words) {
            try {
                switch (words[0]) {
                    case "installed" -> installed = words[1];
                    case "place" -> places.add(path(words[1]));
                    case "gone" -> gone.add(path(words[1]));
                    case "absent" -> befores.add(new Before.Absent(path(words[1])));
                    case "link" ->
                        befores.add(new Before.Link(
                                path(words[4]),
                                new BytesText(words[3]),
                                Integer.parseInt(words[1]),
                                Integer.parseInt(words[2])));
                    case "folder" -> befores.add(new Before.Folder(path(words[6]), attributes(words)));
                    case "file" -> befores.add(new Before.Content(path(words[7]), attributes(words), path(words[6])));
                    case "move" -> moves.put(path(words[1]), path(words[2]));
                    default ->
                        throw IpsException.corrupt(
                                "the image's journal has a line that isn't known: " + String.join(" ", words));
                }
            } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
                throw new IpsException(
                        IpsException.Kind.CORRUPT,
                        "the image's journal has a broken line: " + String.join(" ", words),
                        e);
            }
        }

        private static BytePath path(String word) {
            return new BytesText(word).path();
        }

        private static Before.Attributes attributes(String[] words) {
            return new Before.Attributes(
                    Integer.parseInt(words[1], 8),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Long.parseLong(words[4]),
                    Integer.parseInt(words[5]));
        }
    }
}
