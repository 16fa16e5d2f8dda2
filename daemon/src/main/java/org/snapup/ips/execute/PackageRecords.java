package org.snapup.ips.execute;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.snapup.ffi.BytePath;
import org.snapup.ips.action.Action;
import org.snapup.ips.execute.contents.PayloadWriter;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.PlannedAction;

/** Licence texts below {@code var/pkg}, and the {@code pkginfo} files of packages in the old format. */
final class PackageRecords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Target target;
    private final PayloadWriter payloads;
    private final String architecture;

    PackageRecords(Target target, PayloadWriter payloads, String architecture) {
        this.target = target;
        this.payloads = payloads;
        this.architecture = architecture;
    }

    void installLicense(PlannedAction now) {
        target.replaceFile(license(now), 0444, 0, 0, file -> payloads.write(now, file));
    }

    void removeLicense(PlannedAction old) {
        target.remove(license(old));
    }

    static BytePath license(PlannedAction planned) {
        return ImageLayout.license(planned.fmri(), planned.action().attributes().require("license"));
    }

    void installLegacy(PlannedAction now) {
        Action action = now.action();
        StringBuilder text = new StringBuilder();
        line(text, "ARCH", action.attributes().get("arch", architecture));
        line(text, "BASEDIR", action.attributes().get("basedir", "/"));
        line(text, "CATEGORY", action.attributes().get("category", "system"));
        line(text, "DESC", action.attributes().get("desc", ""));
        line(text, "HOTLINE", action.attributes().get("hotline", ""));
        line(text, "NAME", action.attributes().get("name", now.fmri().name()));
        line(text, "PKG", action.attributes().require("pkg"));
        line(
                text,
                "PKGINST",
                action.attributes().get("pkginst", action.attributes().require("pkg")));
        line(text, "PSTAMP", action.attributes().get("pstamp", ""));
        line(text, "SUNW_PRODVERS", action.attributes().get("sunw_prodvers", ""));
        line(text, "VENDOR", action.attributes().get("vendor", ""));
        line(
                text,
                "VERSION",
                action.attributes().get("version", now.fmri().requireVersion().toString()));
        line(text, "INSTDATE", TIME.format(Instant.now()));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        target.makeRootsDirectories(pkginfo(now));
        target.replaceFile(pkginfo(now), 0644, 0, 0, file -> file.write(Target.buffer(bytes)));
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(name).append('=').append(value.replace('\n', ' ')).append('\n');
        }
    }

    void removeLegacy(PlannedAction old) {
        target.remove(pkginfo(old));
    }

    static BytePath pkginfo(PlannedAction planned) {
        return BytePath.of("var/sadm/pkg")
                .resolve(planned.action().attributes().require("pkg"))
                .resolve("pkginfo");
    }
}
