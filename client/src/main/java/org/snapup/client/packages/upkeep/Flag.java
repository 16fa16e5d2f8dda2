package org.snapup.client.packages.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.settings.SettingVerb;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup flag}. */
public final class Flag extends SettingVerb {
    private static final Option MANUAL = Option.flag('m', "somebody asked for them by name");
    private static final Option NOT_MANUAL = Option.flag('M', "nobody asked for them by name");

    public Flag() {
        super(
                "flag",
                List.of(MANUAL, NOT_MANUAL),
                "PATTERN...",
                1,
                Syntax.ANY_NUMBER,
                "Mark installed packages as asked for by name, or take the mark back.",
                """
                What has the mark is kept by autoremove, and shown by list -m. Packages that are installed by name get
                it; in images of format 4 only once a package has it.
                Exit status: 0 it is so, 1 nothing that is installed matches, 2 wrong usage.\
                """);
    }

    @Override
    protected String method() {
        return ImageChanges.FLAG;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) throws UsageException {
        boolean manual = arguments.has(MANUAL);
        if (manual == arguments.has(NOT_MANUAL)) {
            throw new UsageException(manual ? "-m and -M exclude each other" : "missing -m or -M");
        }
        return new ImageChanges.FlagRequest(root, arguments.operands(), manual);
    }
}
