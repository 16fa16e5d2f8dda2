package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup avoid}. */
public final class Avoid extends SettingVerb {
    public Avoid() {
        super(
                "avoid",
                List.of(),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Keep packages out that groups would bring in, or list those kept out.",
                "");
    }

    @Override
    protected String method() {
        return ImageChanges.AVOID;
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        return arguments.operands().isEmpty() ? Avoided.list(arguments, session) : super.run(arguments, session);
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.AvoidRequest(root, arguments.operands());
    }
}
