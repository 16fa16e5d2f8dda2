package org.snapup.client.packages.upkeep;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.settings.SettingVerb;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup purge-history}. */
public final class PurgeHistory extends SettingVerb {
    public PurgeHistory() {
        super(
                "purge-history",
                List.of(),
                "",
                0,
                0,
                "Forget what was done to the image.",
                "The jobs of snapup keep their own history: snapup job list -a.");
    }

    @Override
    protected String method() {
        return ImageChanges.PURGE_HISTORY;
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        int status = super.run(arguments, session);
        if (status == ExitStatus.DONE && !arguments.has(Globals.QUIET) && !session.json()) {
            session.out().println("History purged.");
        }
        return status;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.PurgeHistoryRequest(root);
    }
}
