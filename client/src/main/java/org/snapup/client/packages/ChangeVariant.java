package org.snapup.client.packages;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;

/** {@code snapup change-variant}. */
public final class ChangeVariant extends OperationVerb {
    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "change-variant", List.of(), "VARIANT=VALUE...", 1, "Change variants of the image.", """
                A variant may be given without the word variant. before it.
                Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.\
                """);
    }

    @Override
    String method() {
        return Packages.CHANGE_VARIANT;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) throws UsageException {
        Map<String, String> variants = new TreeMap<>();
        for (String[] pair : pairs(arguments, "variant.")) {
            if (variants.put(pair[0], pair[1]) != null) {
                throw new UsageException(pair[0] + " is given twice");
            }
        }
        return new Packages.VariantRequest(
                options.root(),
                variants,
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }
}
