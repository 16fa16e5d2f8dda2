package org.snapup.client.packages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup set-mediator}. */
public final class SetMediator extends OperationVerb {
    private static final Option VERSION = Option.valued('V', "VERSION", "this version; None: links that name none");
    private static final Option IMPLEMENTATION =
            Option.valued('I', "IMPLEMENTATION", "this implementation; None: links that name none");

    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "set-mediator",
                List.of(VERSION, IMPLEMENTATION),
                "MEDIATOR...",
                1,
                "Choose versions and implementations of mediators.",
                "Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.");
    }

    @Override
    String method() {
        return Packages.SET_MEDIATOR;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) throws UsageException {
        if (!arguments.has(VERSION) && !arguments.has(IMPLEMENTATION)) {
            throw new UsageException("missing -V or -I");
        }
        return new Packages.MediatorRequest(
                options.root(),
                arguments.operands(),
                choice(arguments.value(VERSION)),
                choice(arguments.value(IMPLEMENTATION)),
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }

    /** The protocol has the empty text for none. */
    private static @Nullable String choice(@Nullable String word) {
        return "None".equals(word) ? "" : word;
    }
}
