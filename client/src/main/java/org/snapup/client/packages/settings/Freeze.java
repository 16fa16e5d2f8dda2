package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup freeze}. */
public final class Freeze extends SettingVerb {
    private static final Option DRY_RUN = Option.flag('n', "say what would be frozen, and change nothing");
    private static final Option REASON = Option.valued('c', "REASON", "why, for those who wonder later");
    private static final Option NO_HEADER = Option.flag('H', "no header above the list");

    public Freeze() {
        super(
                "freeze",
                List.of(DRY_RUN, REASON, NO_HEADER),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Keep packages at their versions, or list those that are kept.",
                "A pattern may name the version; without patterns the frozen packages are listed.");
    }

    @Override
    protected String method() {
        return ImageChanges.FREEZE;
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        if (!arguments.operands().isEmpty()) {
            if (arguments.has(NO_HEADER)) {
                throw new UsageException("-H goes without packages");
            }
            return super.run(arguments, session);
        }
        if (arguments.has(REASON)) {
            throw new UsageException("-c needs packages");
        }
        return Frozen.list(arguments, session, !arguments.has(NO_HEADER));
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.FreezeRequest(
                root, arguments.operands(), arguments.value(REASON), arguments.has(DRY_RUN) ? Boolean.TRUE : null);
    }
}
