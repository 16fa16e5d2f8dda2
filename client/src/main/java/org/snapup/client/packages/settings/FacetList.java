package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.List;
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
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final String PREFIX = "facet.";
    private static final int NAME_WIDTH = 64;
    private static final int VALUE_WIDTH = 5;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                        "facet",
                        List.of(ALL, INSTALLED, NO_HEADER, Formats.OPTION, Globals.ROOT),
                        "[PATTERN...]",
                        0,
                        Syntax.ANY_NUMBER,
                        "Show the facets of the image.",
                        "Exit status: 0 found, 1 no pattern matches, 2 wrong usage.")
                .withForeign(List.of(Option.flag('m', "no facet is masked: there are no linked images")), List.of());
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
        Listing listing = new Listing(
                new Listing.Column("facet", "FACET", NAME_WIDTH),
                new Listing.Column("value", "VALUE", VALUE_WIDTH),
                new Listing.Column("src", "SRC", 0));
        for (Fields facet : settings) {
            String name = facet.text("name");
            boolean known = facet.has("installed") && facet.flag("installed");
            if ((known || !installed) && patterns.fit(name)) {
                boolean shorten = format == Format.COLUMNS && name.startsWith(PREFIX);
                listing.row(
                        Quoting.quoted(shorten ? name.substring(PREFIX.length()) : name),
                        facet.textOrEmpty("value"),
                        facet.textOrEmpty("source"));
            }
        }
        if (!session.json()) {
            session.out().print(listing.text(format, !arguments.has(NO_HEADER)));
        }
        if (listing.isEmpty() && !arguments.operands().isEmpty()) {
            session.err().println("snapup facet: no matching facets found");
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }
}
