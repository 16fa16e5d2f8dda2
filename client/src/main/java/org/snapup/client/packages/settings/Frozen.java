package org.snapup.client.packages.settings;

import java.io.IOException;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Column;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.render.Moment;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** The list of what is frozen. */
final class Frozen {
    private static final int NAME_WIDTH = 18;
    private static final int VERSION_WIDTH = 27;
    private static final int DATE_WIDTH = 24;

    private Frozen() {}

    static int list(Arguments arguments, Session session, boolean header) throws IOException {
        Listing listing = new Listing(
                new Column("name", "NAME", NAME_WIDTH),
                new Column("version", "VERSION", VERSION_WIDTH),
                new Column("date", "DATE", DATE_WIDTH),
                new Column("comment", "COMMENT", 0));
        for (Fields frozen : new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "frozen")
                .ask("settings")
                .items()) {
            listing.row(
                    frozen.text("name"),
                    frozen.textOrEmpty("value"),
                    Moment.withZone(frozen.textOrEmpty("time")),
                    frozen.textOrEmpty("comment").isEmpty() ? "None" : frozen.text("comment"));
        }
        if (!session.json() && !listing.isEmpty()) {
            session.out().print(listing.text(Format.COLUMNS, header));
        }
        return ExitStatus.DONE;
    }
}
