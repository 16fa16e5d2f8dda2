package org.snapup.ips.solve;

import java.util.Set;
import java.util.TreeSet;

/**
 * Stems that groups do without.
 *
 * @param asked somebody avoids them, or rejected them once; groups don't bring them in
 * @param implicit left out of the last solution although nobody asked for that: no publisher has them, say
 * @param obsolete members of groups of which the newest version is obsolete
 */
public record Avoids(Set<String> asked, Set<String> implicit, Set<String> obsolete) {
    public static final Avoids NONE = new Avoids(Set.of(), Set.of(), Set.of());

    public Avoids {
        asked = Set.copyOf(asked);
        implicit = Set.copyOf(implicit);
        obsolete = Set.copyOf(obsolete);
    }

    /** All of them: what no group is to be blamed for lacking. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>(asked);
        all.addAll(implicit);
        all.addAll(obsolete);
        return all;
    }
}
