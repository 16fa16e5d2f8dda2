package org.snapup.client.packages.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.Listing;
import org.snapup.client.wire.Fields;

/** The columns of {@code snapup list}, by the names that {@code -o} takes. */
enum ListColumn {
    BRANCH("BRANCH"),
    FLAGS("IFO"),
    FMRI("FMRI"),
    NAME("NAME"),
    NAMEPUB("NAME (PUBLISHER)"),
    PUBLISHER("PUBLISHER"),
    RELEASE("RELEASE"),
    SUMMARY("SUMMARY"),
    TIMESTAMP("TIMESTAMP"),
    VERSION("VERSION");

    private static final int NAME_WIDTH = 49;
    private static final int NAME_WIDTH_BESIDE_SUMMARY = 55;
    private static final int VERSION_WIDTH = 26;
    private static final int FMRI_WIDTH = 76;

    private final String header;

    ListColumn(String header) {
        this.header = header;
    }

    /** @throws UsageException for a name that isn't one, with those that are */
    static ListColumn named(String name) throws UsageException {
        List<String> names = new ArrayList<>();
        for (ListColumn column : values()) {
            if (column.wireName().equals(name)) {
                return column;
            }
            names.add(column.wireName());
        }
        Collections.sort(names);
        throw new UsageException("unknown column '" + name + "': there are " + String.join(", ", names));
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With the width that it has among these. */
    Listing.Column column(List<ListColumn> beside) {
        int width = switch (this) {
            case NAMEPUB -> beside.contains(SUMMARY) ? NAME_WIDTH_BESIDE_SUMMARY : NAME_WIDTH;
            case VERSION -> VERSION_WIDTH;
            case FMRI -> FMRI_WIDTH;
            default -> 0;
        };
        return new Listing.Column(wireName(), header, width);
    }

    Listing.Column asWideAsNeeded() {
        return new Listing.Column(wireName(), header, 0);
    }

    String of(Fields listed) {
        return switch (this) {
            case NAME -> listed.text("name");
            case PUBLISHER -> listed.text("publisher");
            case NAMEPUB ->
                listed.flag("preferred")
                        ? listed.text("name")
                        : listed.text("name") + " (" + listed.text("publisher") + ")";
            case VERSION -> listed.text("version");
            case RELEASE -> until(listed.text("version"), '-');
            case BRANCH -> after(listed.text("version"), '-');
            case TIMESTAMP -> after(after(listed.text("fmri"), '@'), ':');
            case FMRI -> listed.text("fmri");
            case SUMMARY -> listed.textOrEmpty("summary");
            case FLAGS -> flags(listed.texts("states"));
        };
    }

    private static String flags(List<String> states) {
        return (states.contains("installed") ? "i" : "-")
                + (states.contains("frozen") ? "f" : states.contains("manual") ? "m" : "-")
                + (states.contains("obsolete")
                        ? "o"
                        : states.contains("renamed") ? "r" : states.contains("legacy") ? "l" : "-");
    }

    private static String until(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String after(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? "" : text.substring(at + 1);
    }
}
