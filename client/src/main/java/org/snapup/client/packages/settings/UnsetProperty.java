package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Change;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageChanges.PropertyAct;

/** {@code snapup unset-property}: a job for each, in order, up to the first that fails. */
public final class UnsetProperty implements Verb {
    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "unset-property",
                List.of(Globals.QUIET, Globals.ROOT),
                "NAME...",
                1,
                Syntax.ANY_NUMBER,
                "Bring properties of the image back to their defaults.",
                "");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        String root = arguments.value(Globals.ROOT);
        for (String name : arguments.operands()) {
            ImageChanges.PropertyRequest request = new ImageChanges.PropertyRequest(
                    root == null ? null : session.absolute(root), PropertyAct.UNSET, name, null);
            int status = Change.configure(session, ImageChanges.CHANGE_PROPERTY, request, arguments.has(Globals.QUIET));
            if (status != ExitStatus.DONE && status != ExitStatus.NOTHING_TO_DO) {
                return status;
            }
        }
        return ExitStatus.DONE;
    }
}
