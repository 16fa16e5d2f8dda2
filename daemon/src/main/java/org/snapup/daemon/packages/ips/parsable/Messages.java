package org.snapup.daemon.packages.ips.parsable;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.verify.Finding;
import org.snapup.ips.verify.Unpackaged;
import org.snapup.ips.verify.Verified;
import org.snapup.ips.verify.VerifiedPackage;

/** What was found wrong, as pkg(1)'s messages about items. */
public final class Messages {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String GENERAL = "general";
    private static final String UNPACKAGED = "unpackaged";
    private static final String OWN = "messages";
    private static final long PLANNING = 0;

    private final Map<String, Map<String, List<Map<String, Object>>>> items = new LinkedHashMap<>();
    private final List<Fmri> broken = new ArrayList<>();
    private final String now;

    /** @param now when it was found */
    public Messages(Instant now) {
        this.now = TIME.format(now);
    }

    /** What packages delivered, and the paths at which none does. */
    public Messages with(Verified verified, List<String> paths) {
        verified.packages().forEach(this::add);
        for (String path : verified.unmatched()) {
            if (paths.contains(path)) {
                add(
                        "path not found",
                        OWN,
                        "warning",
                        GENERAL,
                        path.replaceFirst("^/+", "") + " is not found in the image");
            }
        }
        return this;
    }

    private void add(VerifiedPackage verified) {
        String item = verified.fmri().toString();
        boolean whole = verified.isWhole();
        for (Finding finding : verified.findings()) {
            Fmri fmri = finding.from() == null ? verified.fmri() : finding.from();
            if (finding.isError() && !broken.contains(fmri)) {
                broken.add(fmri);
            }
        }
        add(
                item,
                OWN,
                whole ? "info" : "error",
                GENERAL,
                String.format(Locale.ROOT, "%-70s %7s", verified.fmri().stem(), whole ? "OK" : "ERROR"));
        for (Finding finding : verified.findings()) {
            String prefix = finding.severity() == Finding.Severity.INFO ? "" : finding.severity() + ": ";
            add(item, finding.subject(), level(finding.severity()), GENERAL, prefix + finding.text());
        }
    }

    /** What no package delivers, with the paths that it has on the machine. */
    public Messages with(Path root, List<Unpackaged> unpackaged) {
        for (Unpackaged found : unpackaged) {
            Path path = found.path().isRoot() ? root : root.resolve(found.path().toString());
            String subject = found.kind().text() + ": " + path;
            switch (found.severity()) {
                case INFO -> add(UNPACKAGED, subject, "info", UNPACKAGED, found.text());
                case WARNING -> add(UNPACKAGED, "warnings", "warning", UNPACKAGED, subject + ": " + found.text());
                case ERROR -> add(UNPACKAGED, "errors", "error", UNPACKAGED, subject + ": " + found.text());
            }
        }
        return this;
    }

    private static String level(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private void add(String item, String part, String level, String type, String text) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("msg_time", now);
        message.put("msg_level", level);
        message.put("msg_type", type);
        message.put("msg_text", text);
        message.put("msg_stage", PLANNING);
        items.computeIfAbsent(item, name -> new LinkedHashMap<>())
                .computeIfAbsent(part, name -> new ArrayList<>())
                .add(message);
    }

    Map<String, ?> toMap() {
        return items;
    }

    List<Fmri> broken() {
        return broken;
    }
}
