package org.snapup.client.packages.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.client.render.Amount;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Moment;
import org.snapup.client.wire.Fields;

/** A package as {@code snapup info} describes it: labels on the right, values wrapped beside them. */
final class InfoText {
    private static final int COLUMNS = 80;

    /** Attributes of packages, and what people call them; two may have one name. */
    private static final Map<String, String> ATTRIBUTES = attributes();

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private InfoText() {}

    private static Map<String, String> attributes() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("info.keyword", "Additional Keywords");
        labels.put("info.upstream", "Project Contact");
        labels.put("info.maintainer", "Project Maintainer");
        labels.put("info.maintainer-url", "Project Maintainer URL");
        labels.put("pkg.detailed-url", "Project URL");
        labels.put("info.upstream-url", "Project URL");
        labels.put("info.repository-changeset", "Repository Changeset");
        labels.put("info.repository-url", "Source URL");
        labels.put("info.source-url", "Source URL");
        return labels;
    }

    static String of(Fields info) {
        InfoText text = new InfoText();
        text.add("Name", info.textOrEmpty("name"));
        text.add("Summary", info.textOrEmpty("summary"));
        text.add("Description", info.textOrEmpty("description"));
        text.addCategories(info.texts("categories"));
        text.add("State", state(info.texts("states")));
        info.texts("renamedTo").forEach(name -> text.add("Renamed to", name));
        text.add("Publisher", info.text("publisher"));
        String human = info.textOrEmpty("humanVersion");
        text.add("Version", info.text("version") + (human.isEmpty() ? "" : " (" + human + ")"));
        text.add("Branch", info.has("branch") ? info.text("branch") : "None");
        text.add("Packaging Date", date(info.textOrEmpty("packaged")));
        text.add("Last Install Time", date(info.textOrEmpty("lastInstall")));
        text.add("Last Update Time", date(info.textOrEmpty("lastUpdate")));
        text.add("Size", Amount.spelledOut(info.number("sizeBytes")));
        text.add("FMRI", info.text("fmri"));
        text.addAttributes(info.objectOrEmpty("attributes"));
        return text.text();
    }

    private void add(String label, String value) {
        if (!value.isEmpty()) {
            values.computeIfAbsent(label, name -> new ArrayList<>()).add(value);
        }
    }

    private void addCategories(List<String> categories) {
        for (String category : categories) {
            int colon = category.indexOf(':');
            String name = category.substring(colon + 1);
            String scheme = colon < 1 ? "" : category.substring(0, colon);
            add("Category", categories.size() > 1 && !scheme.isEmpty() ? name + " (" + scheme + ")" : name);
        }
    }

    private void addAttributes(Fields attributes) {
        ATTRIBUTES.forEach((attribute, label) -> attributes.texts(attribute).forEach(value -> add(label, value)));
        for (Object attribute : attributes.object().keySet()) {
            String name = String.valueOf(attribute);
            if (name.startsWith("info.source-url.")) {
                attributes.texts(name).forEach(value -> add("Source URL", value));
            }
        }
    }

    private static String state(List<String> states) {
        List<String> more = new ArrayList<>();
        if (states.contains("obsolete")) {
            more.add("Obsolete");
        } else if (states.contains("renamed")) {
            more.add("Renamed");
        } else if (states.contains("legacy")) {
            more.add("Legacy");
        }
        if (states.contains("frozen")) {
            more.add("Frozen");
        }
        if (states.contains("manual")) {
            more.add("Manually installed");
        }
        String state = states.contains("installed")
                ? "Installed"
                : states.contains("unsupported") ? "Unsupported" : "Not installed";
        return more.isEmpty() ? state : state + " (" + String.join(", ", more) + ")";
    }

    private static String date(String time) {
        return time.isEmpty() ? "" : Moment.spelledOut(time);
    }

    private String text() {
        int width = 0;
        for (String label : values.keySet()) {
            width = Math.max(width, label.length());
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            String label = entry.getKey();
            text.append(" ".repeat(width - label.length())).append(label).append(": ");
            fill(text, String.join(" ", entry.getValue()), width + 2);
            text.append('\n');
        }
        return text.toString();
    }

    /** Words on as few lines as they need, each line but the first behind the indent. */
    private static void fill(StringBuilder text, String value, int indent) {
        int column = indent;
        String blanks = "";
        for (String word :
                Escape.line(value.replace('\n', ' ').replace('\t', ' ')).split("(?<= )(?=\\S)", -1)) {
            String bare = word.stripTrailing();
            int length = bare.codePointCount(0, bare.length());
            if (column > indent && column + blanks.length() + length > COLUMNS) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
                blanks = "";
            }
            text.append(blanks).append(bare);
            column += blanks.length() + length;
            blanks = word.substring(bare.length());
        }
    }
}
