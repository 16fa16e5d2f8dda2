package org.snapup.client.packages;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup apply-hot-fix}. */
public final class ApplyHotFix extends OperationVerb {
    private static final String FILE_URI = "file://";

    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "apply-hot-fix",
                List.of(),
                "FILE [PKG...]",
                1,
                "Update what is installed from a package archive.",
                """
                The archive is a further origin of its publisher for this operation only. Where nothing of it is
                installed, the packages that are named are installed.
                Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do, 6 a licence must be accepted.\
                """);
    }

    @Override
    String method() {
        return Packages.APPLY_HOT_FIX;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) throws UsageException {
        String typed = arguments.operands().get(0);
        String file = typed.startsWith(FILE_URI) ? path(typed) : typed;
        if (file.contains("://")) {
            throw new UsageException("a hot-fix is taken from a file: fetch '" + typed + "' first");
        }
        return new Packages.HotFixRequest(
                options.root(),
                session.absolute(file),
                arguments.operands().subList(1, arguments.operands().size()),
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }

    private static String path(String uri) throws UsageException {
        try {
            return Path.of(URI.create(uri)).toString();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new UsageException("'" + uri + "' names no file: write its path");
        }
    }
}
