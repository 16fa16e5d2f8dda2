package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup property}. */
public final class PropertyList implements Verb {
    private static final Option NO_HEADER = Option.flag('H', "no header");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "property",
                List.of(NO_HEADER, Globals.ROOT),
                "[NAME...]",
                0,
                Syntax.ANY_NUMBER,
                "Show the properties of the image.",
                "");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        List<Fields> all = new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "properties")
                .ask("settings")
                .items();
        List<Fields> shown = new ArrayList<>();
        for (String name : arguments.operands()) {
            List<Fields> found =
                    all.stream().filter(each -> each.text("name").equals(name)).toList();
            if (found.isEmpty()) {
                session.err().println("snapup property: no such property: " + Escape.line(name));
                return ExitStatus.FAILED;
            }
            shown.addAll(found);
        }
        if (!session.json()) {
            Listing listing =
                    new Listing(new Listing.Column("name", "PROPERTY", 0), new Listing.Column("value", "VALUE", 0));
            (shown.isEmpty() ? all : shown).forEach(each -> listing.row(each.text("name"), each.textOrEmpty("value")));
            session.out().print(listing.text(Format.COLUMNS, !arguments.has(NO_HEADER)));
        }
        return ExitStatus.DONE;
    }
}
