package org.snapup.client.packages;

import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup dehydrate} and {@code snapup rehydrate}. */
public final class Hydration extends OperationVerb {
    private static final Option PUBLISHER =
            Option.valued('p', "PUBLISHER", "only what is installed from it").repeated();

    private static final String STATUS = "Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.";

    private final String method;
    private final Syntax syntax;

    private Hydration(String method, String verb, String summary, String details) {
        this.method = method;
        this.syntax = OperationOptions.syntax(verb, List.of(PUBLISHER), "", 0, 0, summary, details + STATUS);
    }

    public static Hydration dehydrate() {
        return new Hydration(
                Packages.DEHYDRATE, "dehydrate", "Remove what can be fetched again of what packages delivered.", """
                Files that nobody edits and hard links go, so that the boot environment takes less space and can't run:
                it needs -R, and not what runs or boots next. Other operations leave them out until they are rehydrated.
                """);
    }

    public static Hydration rehydrate() {
        return new Hydration(Packages.REHYDRATE, "rehydrate", "Bring back what dehydrate removed.", "");
    }

    @Override
    public Syntax syntax() {
        return syntax;
    }

    @Override
    String method() {
        return method;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) {
        return new Packages.HydrationRequest(
                options.root(),
                new ArrayList<>(arguments.values(PUBLISHER)),
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }
}
