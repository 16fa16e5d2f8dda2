package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup unfreeze}. */
public final class Unfreeze extends SettingVerb {
    private static final Option DRY_RUN = Option.flag('n', "say what would be let go, and change nothing");
    private static final Option NO_HEADER = Option.flag('H', "no header above the list");

    public Unfreeze() {
        super(
                "unfreeze",
                List.of(DRY_RUN, NO_HEADER),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Let frozen packages go, or list them.",
                "Exit status: 0 done, 1 failed, 2 wrong usage, 4 no such package is frozen.");
    }

    @Override
    protected String method() {
        return ImageChanges.UNFREEZE;
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        return arguments.operands().isEmpty()
                ? Frozen.list(arguments, session, !arguments.has(NO_HEADER))
                : super.run(arguments, session);
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.UnfreezeRequest(
                root, arguments.operands(), arguments.has(DRY_RUN) ? Boolean.TRUE : null);
    }

    @Override
    protected int nothing(Arguments arguments) {
        return arguments.has(DRY_RUN) ? ExitStatus.DONE : ExitStatus.NOTHING_TO_DO;
    }
}
