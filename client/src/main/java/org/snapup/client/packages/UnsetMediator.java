package org.snapup.client.packages;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup unset-mediator}. */
public final class UnsetMediator extends OperationVerb {
    private static final Option VERSION = Option.flag('V', "only the version");
    private static final Option IMPLEMENTATION = Option.flag('I', "only the implementation");

    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "unset-mediator",
                List.of(VERSION, IMPLEMENTATION),
                "MEDIATOR...",
                1,
                "Leave the choice of mediators to the packages again.",
                "Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.");
    }

    @Override
    String method() {
        return Packages.UNSET_MEDIATOR;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) {
        return new Packages.UnsetMediatorRequest(
                options.root(),
                arguments.operands(),
                arguments.has(VERSION) ? Boolean.TRUE : null,
                arguments.has(IMPLEMENTATION) ? Boolean.TRUE : null,
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }
}
