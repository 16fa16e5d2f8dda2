package org.snapup.client.packages.upkeep;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.settings.SettingVerb;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup clean}. */
public final class Clean extends SettingVerb {
    private static final Option VERBOSE = Option.flag('v', "the folders that are looked at");

    public Clean() {
        super(
                "clean",
                List.of(VERBOSE),
                "",
                0,
                0,
                "Remove what was fetched from repositories and is kept, the image's and the daemon's.",
                "What is needed of it again is fetched again.");
    }

    @Override
    protected String method() {
        return ImageChanges.CLEAN;
    }

    @Override
    protected boolean isQuiet(Arguments arguments) {
        return !arguments.has(VERBOSE);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        requireNotBoth(arguments, VERBOSE);
        return super.run(arguments, session);
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.CleanRequest(root);
    }
}
