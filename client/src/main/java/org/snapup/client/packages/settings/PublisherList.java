package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Column;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup publisher}. */
public final class PublisherList implements Verb {
    private static final Option FIRST = Option.flag('P', "only the first in the search order");
    private static final Option ENABLED = Option.flag('n', "only those that are enabled");
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final int NAME_WIDTH = 14;
    private static final int REMARK_WIDTH = 12;
    private static final int TYPE_WIDTH = 8;
    private static final int STATUS_WIDTH = 2;
    private static final int PROXIED_WIDTH = 1;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "publisher",
                List.of(FIRST, ENABLED, NO_HEADER, Formats.OPTION, Globals.ROOT),
                "[PUBLISHER...]",
                0,
                Syntax.ANY_NUMBER,
                "List the publishers in their search order, or describe some.",
                "P: the origin is reached through a proxy. -F takes tsv and default.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        Format format = Formats.of(arguments);
        if (format != Format.COLUMNS && format != Format.TSV) {
            throw new UsageException("-F must be tsv or default here; --json prints JSON");
        }
        List<Fields> publishers = new Question(ImageQueries.PUBLISHERS, arguments, session)
                .ask("publishers")
                .items();
        if (!arguments.operands().isEmpty()) {
            return describe(arguments.operands(), session, publishers);
        }
        if (session.json()) {
            return ExitStatus.DONE;
        }
        List<Fields> shown = new ArrayList<>(publishers);
        if (arguments.has(ENABLED)) {
            shown.removeIf(publisher -> !publisher.flag("enabled"));
        }
        if (arguments.has(FIRST)) {
            shown = shown.subList(0, Math.min(1, shown.size()));
        }
        Listing listing = format == Format.TSV ? tabbed(shown) : columns(shown);
        session.out().print(listing.text(format, !arguments.has(NO_HEADER)));
        return ExitStatus.DONE;
    }

    private interface Row {
        void add(String type, Fields location);
    }

    private static void each(Fields publisher, Row row) {
        List<Fields> origins = new ArrayList<>(publisher.objects("origins"));
        origins.sort(Comparator.comparing(origin -> origin.text("uri")));
        origins.forEach(origin -> row.add("origin", origin));
        List<Fields> mirrors = publisher.objects("mirrors");
        mirrors.forEach(mirror -> row.add("mirror", mirror));
        if (origins.isEmpty() && mirrors.isEmpty()) {
            row.add("", new Fields(Map.of()));
        }
    }

    private static Listing columns(List<Fields> publishers) {
        Listing listing = new Listing(
                new Column("publisher", "PUBLISHER", NAME_WIDTH),
                new Column("attrs", "", REMARK_WIDTH),
                new Column("type", "TYPE", TYPE_WIDTH),
                new Column("status", "STATUS", STATUS_WIDTH),
                new Column("proxied", "P", PROXIED_WIDTH),
                new Column("repo_loc", "LOCATION", 0));
        for (Fields publisher : publishers) {
            List<String> remarks = new ArrayList<>();
            if (!publisher.flag("sticky")) {
                remarks.add("non-sticky");
            }
            if (!publisher.flag("enabled")) {
                remarks.add("disabled");
            }
            String remark = remarks.isEmpty() ? "" : "(" + String.join(", ", remarks) + ")";
            each(
                    publisher,
                    (type, location) -> listing.row(
                            publisher.text("name"),
                            remark,
                            type,
                            status(type, location),
                            type.isEmpty() ? "" : location.has("proxy") ? "T" : "F",
                            location.textOrEmpty("uri")));
        }
        return listing;
    }

    private static Listing tabbed(List<Fields> publishers) {
        Listing listing = new Listing(
                new Column("publisher", "PUBLISHER", 0),
                new Column("sticky", "STICKY", 0),
                new Column("syspub", "SYSPUB", 0),
                new Column("enabled", "ENABLED", 0),
                new Column("type", "TYPE", 0),
                new Column("status", "STATUS", 0),
                new Column("uri", "URI", 0),
                new Column("proxy", "PROXY", 0));
        for (Fields publisher : publishers) {
            each(
                    publisher,
                    (type, location) -> listing.row(
                            publisher.text("name"),
                            String.valueOf(publisher.flag("sticky")),
                            "false",
                            String.valueOf(type.isEmpty() ? publisher.flag("enabled") : location.flag("enabled")),
                            type,
                            status(type, location),
                            location.textOrEmpty("uri"),
                            type.isEmpty() ? "" : location.has("proxy") ? location.text("proxy") : "-"));
        }
        return listing;
    }

    private static String status(String type, Fields location) {
        if (type.isEmpty()) {
            return "";
        }
        return type.equals("mirror") || location.flag("enabled") ? "online" : "disabled";
    }

    private static int describe(List<String> names, Session session, List<Fields> publishers) {
        for (String name : names) {
            List<Fields> found = publishers.stream()
                    .filter(each -> each.text("name").equals(name)
                            || each.textOrEmpty("alias").equals(name))
                    .toList();
            if (found.isEmpty()) {
                session.out().flush();
                session.err().println("snapup publisher: unknown publisher '" + Escape.line(name) + "'");
                return ExitStatus.FAILED;
            }
            if (!session.json()) {
                session.out().print(PublisherText.of(found.get(0)));
            }
        }
        return ExitStatus.DONE;
    }
}
