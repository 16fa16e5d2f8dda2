package org.snapup.client.packages.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.packages.Formats;
import org.snapup.client.packages.Question;
import org.snapup.client.render.Listing;
import org.snapup.client.render.Listing.Format;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.ImageQueries;

/** {@code snapup variant}. */
public final class VariantList implements Verb {
    private static final Option ALL = Option.flag('a', "those that installed packages know, too");
    private static final Option INSTALLED = Option.flag('i', "only those that installed packages know");
    private static final Option VALUES = Option.flag('v', "the values that each may have");
    private static final Option NO_HEADER = Option.flag('H', "no header");
    private static final String PREFIX = "variant.";
    private static final int NAME_WIDTH = 70;

    @Override
    public Syntax syntax() {
        return Globals.syntax(
                "variant",
                List.of(ALL, INSTALLED, VALUES, NO_HEADER, Formats.OPTION, Globals.ROOT),
                "[PATTERN...]",
                0,
                Syntax.ANY_NUMBER,
                "Show the variants of the image.",
                """
                A variant that is named without wildcards and isn't set is false.
                Exit status: 0 found, 1 no pattern matches, 2 wrong usage.\
                """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException, UsageException {
        Format format = Formats.of(arguments);
        boolean all = arguments.has(ALL);
        boolean installed = arguments.has(INSTALLED);
        boolean values = arguments.has(VALUES);
        if (all && installed) {
            throw new UsageException("-a and -i exclude each other");
        }
        List<Fields> settings = new Question(ImageQueries.SETTINGS, arguments, session)
                .with("kind", "variants")
                .with("available", all || installed || values)
                .ask("settings")
                .items();
        NamePatterns patterns = new NamePatterns(PREFIX, arguments.operands());
        Listing listing = new Listing(
                new Listing.Column("variant", "VARIANT", NAME_WIDTH), new Listing.Column("value", "VALUE", 0));
        SortedMap<String, List<String>> shown = new TreeMap<>();
        for (Fields variant : settings) {
            String name = variant.text("name");
            boolean known = variant.has("installed") && variant.flag("installed");
            boolean wanted = values
                    ? known && (all || installed || isSet(settings, name))
                    : variant.has("source") && (known || !installed);
            if (wanted && patterns.fit(name)) {
                shown.computeIfAbsent(name, any -> new ArrayList<>()).add(variant.textOrEmpty("value"));
            }
        }
        for (String name : installed || values ? Set.<String>of() : patterns.names()) {
            shown.putIfAbsent(name, List.of("false"));
        }
        shown.forEach((name, each) -> {
            boolean shorten = format == Format.COLUMNS && name.startsWith(PREFIX);
            String quoted = Quoting.quoted(shorten ? name.substring(PREFIX.length()) : name);
            each.forEach(value -> listing.row(quoted, Quoting.quoted(value)));
        });
        if (!session.json()) {
            session.out().print(listing.text(format, !arguments.has(NO_HEADER)));
        }
        if (listing.isEmpty() && !arguments.operands().isEmpty()) {
            session.err().println("snapup variant: no matching variants found");
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }

    private static boolean isSet(List<Fields> settings, String name) {
        return settings.stream()
                .anyMatch(each -> each.text("name").equals(name)
                        && each.textOrEmpty("source").equals("local"));
    }
}
