package org.snapup.ips.action;

import java.util.function.Predicate;

/** Which actions of a package an image takes. */
@FunctionalInterface
public interface ActionFilter extends Predicate<Action> {
    /** Takes everything. */
    ActionFilter ALL = action -> true;

    /** What both variants and facets allow. */
    static ActionFilter of(VariantFilter variants, FacetFilter facets) {
        return action -> variants.test(action) && facets.test(action);
    }
}
