package org.snapup.client.packages.settings;

import java.io.IOException;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** The list of what is avoided. */
final class Avoided {
    private Avoided() {}

    static int list(Arguments arguments, Session session) throws IOException {
        for (Fields avoided : new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "avoided")
                .ask("settings")
                .items()) {
            String groups = avoided.textOrEmpty("comment");
            if (!session.json()) {
                session.out()
                        .println("    " + Escape.line(avoided.text("name"))
                                + (groups.isEmpty() ? "" : " (group dependency of '" + Escape.line(groups) + "')"));
            }
        }
        return ExitStatus.DONE;
    }
}
