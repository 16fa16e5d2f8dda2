package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ips.Digests;

/** The log of operations that {@code pkg history} shows: an XML file each. */
public final class History {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern STARTED = Pattern.compile(" start_time=\"([0-9TZ]+)\"");

    private static final BytePath PURGED = ImageLayout.META.resolve("history.snapup");

    private final ImageFiles files;

    public History(ImageFiles files) {
        this.files = files;
    }

    /**
     * One operation.
     *
     * @param name {@code install}, {@code uninstall}, {@code update}, {@code image-create}
     * @param arguments the command line that stands for it
     * @param result {@code Succeeded} or {@code Failed}
     * @param packages lines {@code OLD -> NEW}, {@code None} for nothing
     * @param releaseNotes a file in {@link ImageLayout#NOTES}; null for none
     */
    public record Operation(
            String name,
            List<String> arguments,
            String result,
            Instant start,
            Instant end,
            List<String> packages,
            @Nullable String releaseNotes) {
        public Operation {
            arguments = List.copyOf(arguments);
            packages = List.copyOf(packages);
        }

        /** One without release notes. */
        public Operation(
                String name, List<String> arguments, String result, Instant start, Instant end, List<String> packages) {
            this(name, arguments, result, start, end, packages, null);
        }

        /** One that went well and changed no packages. */
        public static Operation succeeded(String name, List<String> arguments, Instant start) {
            return new Operation(name, arguments, "Succeeded", start, Instant.now(), List.of());
        }
    }

    /** Removes all entries in one step. */
    public void purge() {
        files.delete(PURGED);
        try (DirectoryHandle parent = files.root().parent(PURGED)) {
            if (parent.find(ImageLayout.HISTORY.name()).isPresent()) {
                files.root().forget(ImageLayout.HISTORY);
                parent.rename(ImageLayout.HISTORY.name(), parent, PURGED.name());
                parent.sync();
            }
        }
        files.root().makeDirectories(ImageLayout.HISTORY, 0755);
        files.delete(PURGED);
    }

    /** Which entry is the oldest, as a text that is another one after a purge; empty where there is none. */
    public static String oldest(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return files.list(ImageLayout.HISTORY).stream()
                    .map(name -> new String(name, StandardCharsets.UTF_8))
                    .min(Comparator.naturalOrder())
                    .map(name -> name + " " + digest(files, name))
                    .orElse("");
        }
    }

    /** A purge within the second of the oldest entry has its name. */
    private static String digest(ImageFiles files, String name) {
        MessageDigest digest = Digests.sha1();
        files.read(ImageLayout.HISTORY.resolve(name)).ifPresent(digest::update);
        return Digests.hex(digest.digest());
    }

    /** Adds an entry under a name that is free. */
    public void add(Operation operation) {
        files.writeText(free(TIME.format(operation.start())), xml(operation));
    }

    private BytePath free(String time) {
        for (int number = 1; ; number++) {
            BytePath path = ImageLayout.HISTORY.resolve(String.format("%s-%02d.xml", time, number));
            if (files.root().find(path).isEmpty()) {
                return path;
            }
        }
    }

    /** Adds an entry that was written elsewhere in the image, by moving its file; nothing if that is gone already. */
    public void adopt(BytePath file) {
        Matcher time = STARTED.matcher(files.readText(file).orElse(""));
        if (time.find()) {
            files.root().makeDirectories(ImageLayout.HISTORY, 0755);
            BytePath path = free(time.group(1));
            try (DirectoryHandle from = files.root().parent(file);
                    DirectoryHandle to = files.root().parent(path)) {
                from.rename(file.name(), to, path.name());
            }
        }
    }

    /** An entry as it is stored. */
    public static String xml(Operation operation) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><history>");
        xml.append("<client name=\"snapup\" version=\"unknown\"><args>");
        operation.arguments().forEach(argument -> element(xml, "arg", argument));
        xml.append("</args></client><operation name=\"").append(operation.name());
        xml.append("\" username=\"").append(attribute(System.getProperty("user.name", "root")));
        xml.append("\" userid=\"").append(CurrentUser.effectiveId());
        xml.append("\" result=\"").append(operation.result()).append(", None");
        xml.append("\" start_time=\"").append(TIME.format(operation.start()));
        xml.append("\" end_time=\"").append(TIME.format(operation.end()));
        if (operation.releaseNotes() != null) {
            xml.append("\" release-notes=\"").append(attribute(operation.releaseNotes()));
        }
        if (operation.packages().isEmpty()) {
            return xml.append("\"/></history>").toString();
        }
        String changes = String.join("\n", operation.packages()) + "\n";
        xml.append("\">");
        element(xml, "start_state", changes);
        element(xml, "end_state", changes);
        return xml.append("</operation></history>").toString();
    }

    private static void element(StringBuilder xml, String name, String text) {
        xml.append('<').append(name).append("><![CDATA[");
        xml.append(text.replace("]]>", "]]]]><![CDATA[>"));
        xml.append("]]></").append(name).append('>');
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
