package org.snapup.client.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.client.cli.Arguments;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.Plan.PackageChange;

/** The licences that come with a change, each below a line. */
final class LicenseText {
    private static final String LINE = "-".repeat(60);

    private LicenseText() {}

    /** Those that have to be shown or accepted, with their texts. */
    static String required(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (License license : licenses(plan)) {
            if (license.mustDisplay() || license.mustAccept()) {
                append(text, license.name(), license.license(), license.text() == null ? "" : license.text());
            }
        }
        return text.append(toAccept(plan)).toString();
    }

    /** All, with their texts, which the plan doesn't have. */
    static String all(Plan plan, Arguments arguments, Session session) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        licenses(plan).forEach(license -> names.add(license.name()));
        List<String> patterns = new ArrayList<>();
        for (PackageChange change : plan.changes()) {
            if (names.contains(change.name()) && change.to() != null) {
                patterns.add("pkg:/" + change.name() + "@" + change.to());
            }
        }
        StringBuilder text = new StringBuilder();
        Map<String, String> texts = patterns.isEmpty() ? Map.of() : texts(patterns, arguments, session);
        for (String name : names) {
            List<String> called = new ArrayList<>();
            licenses(plan).stream()
                    .filter(license -> license.name().equals(name))
                    .forEach(license -> called.add(license.license()));
            append(text, name, String.join(", ", called), texts.getOrDefault(name, ""));
        }
        return text.append(toAccept(plan)).toString();
    }

    private static Map<String, String> texts(List<String> patterns, Arguments arguments, Session session)
            throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Fields info : new Question(ImageQueries.INFO, arguments, session)
                .with("packages", patterns)
                .with("remote", true)
                .with("licenses", true)
                .ask("packages")
                .items()) {
            texts.put(info.text("name"), String.join("\n", info.texts("licenses")));
        }
        return texts;
    }

    private static void append(StringBuilder text, String name, String license, String words) {
        text.append(LINE).append('\n');
        text.append("Package: ").append(Escape.line(name)).append('\n');
        text.append("License: ").append(Escape.line(license)).append("\n\n");
        if (!words.isEmpty()) {
            text.append(Escape.lines(words.stripTrailing(), "")).append("\n\n");
        }
    }

    private static String toAccept(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (License license : licenses(plan)) {
            if (license.mustAccept()) {
                text.append(Escape.line(license.name()))
                        .append(": the licence '")
                        .append(Escape.line(license.license()))
                        .append("' must be accepted, with --accept.\n");
            }
        }
        return text.toString();
    }

    private static List<License> licenses(Plan plan) {
        return plan.licenses() == null ? List.of() : plan.licenses();
    }
}
