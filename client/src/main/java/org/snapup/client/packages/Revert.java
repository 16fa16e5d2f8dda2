package org.snapup.client.packages;

import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup revert}. */
public final class Revert extends OperationVerb {
    private static final Option TAGGED =
            Option.flag("--tagged", "the operands are tags: what has a revert-tag of them");

    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "revert",
                List.of(TAGGED),
                "PATH...",
                1,
                "Bring files back to what packages delivered.",
                "Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.");
    }

    @Override
    String method() {
        return Packages.REVERT;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) {
        boolean tagged = arguments.has(TAGGED);
        List<String> paths = new ArrayList<>();
        for (String path : arguments.operands()) {
            paths.add(path.startsWith("/") ? path : "/" + path);
        }
        return new Packages.RevertRequest(
                options.root(),
                tagged ? null : paths,
                tagged ? arguments.operands() : null,
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }
}
