package org.snapup.client.packages.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snapup.client.cli.UsageException;
import org.snapup.client.wire.Fields;

/** The values of an action, by the names that {@code -o} takes. */
final class ActionColumns {
    private static final Set<String> SPECIAL = Set.of(
            "action.name",
            "action.key",
            "action.hash",
            "action.raw",
            "pkg.name",
            "pkg.fmri",
            "pkg.shortfmri",
            "pkg.publisher",
            "pkg.size",
            "pkg.csize",
            "pkg.content-hash",
            "pkg.content-type",
            "pkg.chash");

    private ActionColumns() {}

    static void check(String column) throws UsageException {
        if (!SPECIAL.contains(column)) {
            throw new UsageException("there is no column '" + column + "'");
        }
    }

    /** What has to be asked for, so that these can be shown; empty for all that there is. */
    static List<String> asked(List<String> columns) {
        if (columns.contains("action.raw")) {
            return List.of();
        }
        List<String> asked = new ArrayList<>(columns);
        if (columns.contains("action.key")) {
            asked.add("fmri");
        }
        return asked;
    }

    /** A value of an action of a package's contents; empty where it has none, several as Python writes a list. */
    static String ofContents(Fields action, String column) {
        return column.equals("pkg.shortfmri") ? withoutTime(action.text("fmri")) : of(action, column);
    }

    /** A value of what a search found, where packages are named without their publisher. */
    static String ofFound(Fields found, String column) {
        return switch (column) {
            case "pkg.fmri" -> "pkg:/" + withoutPublisher(found.text("fmri"));
            case "pkg.shortfmri" -> "pkg:/" + withoutTime(withoutPublisher(found.text("fmri")));
            default -> of(found, column);
        };
    }

    private static String of(Fields action, String column) {
        List<String> values = action.objectOrEmpty("attributes").texts(column);
        if (!values.isEmpty()) {
            return values.size() == 1 ? values.get(0) : ActionText.list(values);
        }
        return switch (column) {
            case "action.name" -> action.textOrEmpty(action.has("type") ? "type" : "action");
            case "action.key" -> key(action);
            case "action.raw" -> ActionText.line(action);
            case "hash", "action.hash" -> action.textOrEmpty("hash");
            case "pkg.name" -> name(action.text("fmri"));
            case "pkg.fmri" -> action.text("fmri");
            case "pkg.publisher" -> publisher(action.text("fmri"));
            case "search.match" -> action.textOrEmpty("value");
            case "search.match_type" -> action.textOrEmpty("index");
            default -> "";
        };
    }

    /** Dependencies on one of several packages have several. */
    private static String key(Fields action) {
        List<String> packages = action.objectOrEmpty("attributes").texts("fmri");
        return packages.size() > 1 ? ActionText.list(packages) : action.textOrEmpty("key");
    }

    /** {@code app/hello@1.0-2026.0:20261122T235513Z} of {@code pkg://example.org/app/hello@...}. */
    private static String withoutPublisher(String fmri) {
        if (fmri.startsWith("pkg://")) {
            return fmri.substring(fmri.indexOf('/', "pkg://".length()) + 1);
        }
        return fmri.startsWith("pkg:/") ? fmri.substring("pkg:/".length()) : fmri;
    }

    private static String publisher(String fmri) {
        return fmri.startsWith("pkg://") ? fmri.substring("pkg://".length(), fmri.indexOf('/', "pkg://".length())) : "";
    }

    private static String name(String fmri) {
        String rest = withoutPublisher(fmri);
        int at = rest.indexOf('@');
        return at < 0 ? rest : rest.substring(0, at);
    }

    private static String withoutTime(String fmri) {
        int at = fmri.indexOf('@');
        int colon = at < 0 ? -1 : fmri.indexOf(':', at);
        return colon < 0 ? fmri : fmri.substring(0, colon);
    }
}
