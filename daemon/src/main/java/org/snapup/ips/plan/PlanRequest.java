package org.snapup.ips.plan;

import java.util.List;
import org.snapup.ips.IpsException;

/**
 * What is asked for.
 *
 * @param patterns packages as users write them; only an update may have none, and means everything then
 */
public record PlanRequest(Kind kind, List<String> patterns) {
    /** The operations. */
    public enum Kind {
        INSTALL,
        UNINSTALL,
        UPDATE
    }

    public PlanRequest {
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty() && kind != Kind.UPDATE) {
            throw IpsException.badInput("no package was named: write the packages to install or uninstall");
        }
    }

    public static PlanRequest install(String... patterns) {
        return new PlanRequest(Kind.INSTALL, List.of(patterns));
    }

    public static PlanRequest uninstall(String... patterns) {
        return new PlanRequest(Kind.UNINSTALL, List.of(patterns));
    }

    public static PlanRequest update(String... patterns) {
        return new PlanRequest(Kind.UPDATE, List.of(patterns));
    }
}
