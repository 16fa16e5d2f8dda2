package org.snapup.ips.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ips.image.ImageFiles;

/** One of the image's account files: a line an entry, fields between colons. Lines that aren't touched stay as is. */
public final class AccountTable {
    private final BytePath path;
    private final List<String> lines = new ArrayList<>();
    private boolean present;
    private boolean changed;

    public AccountTable(BytePath path) {
        this.path = path;
    }

    /** Reads the file; an absent one is empty and never written. Bytes that aren't UTF-8 survive. */
    public void load(ImageFiles files) {
        lines.clear();
        changed = false;
        Optional<byte[]> content = files.read(path);
        present = content.isPresent();
        content.ifPresent(bytes -> lines.addAll(
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList()));
    }

    public boolean isPresent() {
        return present;
    }

    /** The fields of the entry with this name. */
    public Optional<List<String>> find(String name) {
        int at = indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(fields(lines.get(at)));
    }

    /** The fields of all entries. */
    public List<List<String>> entries() {
        return lines.stream()
                .filter(line -> !line.isEmpty() && "#+-".indexOf(line.charAt(0)) < 0)
                .map(AccountTable::fields)
                .toList();
    }

    private static List<String> fields(String line) {
        return new ArrayList<>(Arrays.asList(utf8(line).split(":", -1)));
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Replaces the entry with the name that the first field is, or adds it at the end. */
    public void put(List<String> fields) {
        String line =
                new String(String.join(":", fields).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        int at = indexOf(fields.get(0));
        if (at < 0) {
            lines.add(line);
        } else if (!lines.get(at).equals(line)) {
            lines.set(at, line);
        } else {
            return;
        }
        changed = true;
    }

    public void remove(String name) {
        int at = indexOf(name);
        if (at >= 0) {
            lines.remove(at);
            changed = true;
        }
    }

    private int indexOf(String name) {
        String latin = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(latin) && (line.length() == latin.length() || line.charAt(latin.length()) == ':')) {
                return i;
            }
        }
        return -1;
    }

    /** Where it is. */
    public BytePath path() {
        return path;
    }

    /** The whole file, if an entry was changed since {@link #load}; asked once, then that counts as written. */
    public Optional<byte[]> takeChanges() {
        if (!changed || !present) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        changed = false;
        return Optional.of(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
