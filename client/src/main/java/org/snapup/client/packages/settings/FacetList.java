package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup facet}. */
public final class FacetList implements Verb {
    private static final Option ALL = Option.flag('a', "those that installed packages know, too");
    private static final Option INSTALLED = Option.flag('i', "only those that installed packages know");
    private static final Option MASKED = Option.flag('m', "whether a linked image masks it, which none does");
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final String PREFIX = "facet.";
    private static final int NAME_WIDTH = 64;
    private static final int NAME_WIDTH_BESIDE_MASKED = 57;
    private static final int SOURCE_WIDTH = 6;
    private static final int VALUE_WIDTH = 5;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "facet",
                List.of(ALL, INSTALLED, MASKED, NO_HEADER, Formats.OPTION, Globals.ROOT),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Show the facets of the image.",
                """
                A facet that is named without wildcards is shown as it works, whether it is set or not.
                Exit status: 0 found, 1 no pattern matches, 2 wrong usage.\
                """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        Format format = Formats.of(arguments);
        boolean installed = arguments.has(INSTALLED);
        if (arguments.has(ALL) && installed) {
            throw new UsageException("-a and -i exclude each other");
        }
        List<Fields> settings = new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "facets")
                .with("available", arguments.has(ALL) || installed)
                .ask("settings")
                .items();
        NamePatterns patterns = new NamePatterns(PREFIX, arguments.operands());
        boolean masked = arguments.has(MASKED);
        boolean json = format == Format.JSON || format == Format.JSON_FORMATTED;
        Listing listing = listing(masked, masked || json);
        SortedMap<String, Shown> shown = new TreeMap<>();
        for (Fields facet : settings) {
            String name = facet.text("name");
            boolean known = facet.has("installed") && facet.flag("installed");
            if ((known || !installed) && patterns.fit(name)) {
                shown.put(name, new Shown(facet.textOrEmpty("value"), facet.textOrEmpty("source")));
            }
        }
        for (String name : installed ? Set.<String>of() : patterns.names()) {
            shown.putIfAbsent(name, implied(name, settings));
        }
        shown.forEach((name, facet) -> {
            boolean shorten = format == Format.COLUMNS && name.startsWith(PREFIX);
            String quoted = Quoting.quoted(shorten ? name.substring(PREFIX.length()) : name);
            if (masked || json) {
                listing.row(quoted, facet.value(), facet.source(), "False");
            } else {
                listing.row(quoted, facet.value(), facet.source());
            }
        });
        if (!session.json()) {
            session.out().print(listing.text(format, !arguments.has(NO_HEADER)));
        }
        if (listing.isEmpty() && !arguments.operands().isEmpty()) {
            session.err().println("snapup facet: no matching facets found");
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }

    private record Shown(String value, String source) {}

    private static Listing listing(boolean narrow, boolean masked) {
        List<Listing.Column> columns = new ArrayList<>(List.of(
                new Listing.Column("facet", "FACET", narrow ? NAME_WIDTH_BESIDE_MASKED : NAME_WIDTH),
                new Listing.Column("value", "VALUE", VALUE_WIDTH),
                new Listing.Column("src", "SRC", narrow ? SOURCE_WIDTH : 0)));
        if (masked) {
            columns.add(new Listing.Column("masked", "MASKED", 0));
        }
        return new Listing(columns);
    }

    /** What a facet that isn't set itself is, by the longest of those with wildcards that stand for it. */
    private static Shown implied(String name, List<Fields> settings) {
        Shown implied = new Shown(
                name.startsWith("facet.debug.") || name.startsWith("facet.optional.") ? "False" : "True", "system");
        int length = 0;
        for (Fields facet : settings) {
            String glob = facet.text("name");
            if (glob.length() > length
                    && !facet.textOrEmpty("source").equals("system")
                    && NamePatterns.standsFor(glob, name)) {
                implied = new Shown(facet.textOrEmpty("value"), facet.textOrEmpty("source"));
                length = glob.length();
            }
        }
        return implied;
    }
}
