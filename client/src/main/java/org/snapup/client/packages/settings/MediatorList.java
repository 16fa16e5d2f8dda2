package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Column;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup mediator}. */
public final class MediatorList implements Verb {
    private static final Option AVAILABLE = Option.flag('a', "what can be chosen, not only what is");
    private static final Option NO_HEADER = Option.flag('H', "no header");

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "mediator",
                List.of(AVAILABLE, NO_HEADER, Formats.OPTION, Globals.ROOT),
                "[MEDIATOR...]",
                0,
                Syntax.ANY_NUMBER,
                "Show which versions and implementations mediators choose.",
                "Exit status: 0 found, 1 no such mediator, 2 wrong usage, 3 some aren't there.");
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        Format format = Formats.of(arguments);
        List<Fields> settings = new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "mediators")
                .with("available", arguments.has(AVAILABLE))
                .ask("settings")
                .items();
        Set<String> missing = new HashSet<>(arguments.operands());
        boolean everything = missing.isEmpty();
        Listing listing = listing(format);
        for (Fields mediator : settings) {
            String name = mediator.text("name");
            missing.remove(name);
            if (everything || arguments.operands().contains(name)) {
                addRow(listing, format, mediator);
            }
        }
        boolean columns = format == Format.COLUMNS;
        if (!session.json() && (!listing.isEmpty() || (everything && columns))) {
            session.out().print(listing.text(format, !arguments.has(NO_HEADER)));
        }
        if (listing.isEmpty() && !everything) {
            if (columns) {
                session.err().println("snapup mediator: no matching mediators found");
            }
            return ExitStatus.FAILED;
        }
        return missing.isEmpty() ? ExitStatus.DONE : ExitStatus.PARTIAL;
    }

    private static Listing listing(Format format) {
        Column name = new Column("mediator", "MEDIATOR", 0);
        Column versionSource = new Column("version-source", "VER. SRC.", 0);
        Column version = new Column("version", "VERSION", 0);
        Column implementationSource = new Column("implementation-source", "IMPL. SRC.", 0);
        Column implementation = new Column("implementation", "IMPLEMENTATION", 0);
        return format == Format.COLUMNS
                ? new Listing(
                        name.wideAsHeader(),
                        versionSource.wideAsHeader(),
                        version.wideAsHeader(),
                        implementationSource.wideAsHeader(),
                        implementation)
                : new Listing(
                        name,
                        versionSource,
                        version,
                        implementationSource,
                        implementation,
                        new Column("implementation-version", "IMPL. VER.", 0));
    }

    private static void addRow(Listing listing, Format format, Fields mediator) {
        String implementation = value(mediator, "implementation");
        String implementationVersion = value(mediator, "implementationVersion");
        String name = mediator.text("name");
        String versionSource = value(mediator, "source");
        String version = value(mediator, "value");
        String implementationSource = value(mediator, "implementationSource");
        if (format != Format.COLUMNS) {
            listing.row(name, versionSource, version, implementationSource, implementation, implementationVersion);
        } else {
            boolean both = implementation != null && implementationVersion != null;
            listing.row(
                    name,
                    versionSource,
                    version,
                    implementationSource,
                    both ? implementation + "(@" + implementationVersion + ")" : implementation);
        }
    }

    private static @Nullable String value(Fields fields, String name) {
        return fields.has(name) ? fields.text(name) : null;
    }
}
