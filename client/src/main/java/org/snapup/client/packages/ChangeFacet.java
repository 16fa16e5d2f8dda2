package org.snapup.client.packages;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.FacetValue;

/** {@code snapup change-facet}. */
public final class ChangeFacet extends OperationVerb {
    @Override
    public Syntax syntax() {
        return OperationOptions.syntax(
                "change-facet", List.of(), "FACET=VALUE...", 1, "Change facets of the image.", """
                A value is true, false or none, which forgets it. A facet may be a pattern, and may be given without
                the word facet. before it. Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.\
                """);
    }

    @Override
    String method() {
        return Packages.CHANGE_FACET;
    }

    @Override
    Packages.Operation request(Arguments arguments, OperationOptions options, Session session) throws UsageException {
        Map<String, FacetValue> facets = new TreeMap<>();
        for (String[] pair : pairs(arguments, "facet.")) {
            facets.put(
                    pair[0],
                    switch (pair[1].toLowerCase(Locale.ROOT)) {
                        case "true" -> FacetValue.TRUE;
                        case "false" -> FacetValue.FALSE;
                        case "none" -> FacetValue.NONE;
                        default ->
                            throw new UsageException(
                                    "a facet is true, false or none, not '" + pair[1] + "': " + pair[0]);
                    });
        }
        return new Packages.FacetRequest(
                options.root(),
                facets,
                options.beName(),
                options.activate(),
                options.from(),
                options.newBe(),
                options.dryRun(),
                options.accept(),
                options.parsable());
    }
}
