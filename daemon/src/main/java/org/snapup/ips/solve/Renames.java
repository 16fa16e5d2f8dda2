package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;

/** Packages that only say where another one is now: installed only as long as something asks for them by name. */
final class Renames {
    private final KnownPackages known;

    Renames(KnownPackages known) {
        this.known = known;
    }

    /** A complete set of packages without the renamed ones that no other package needs. */
    Set<Fmri> withoutUnneeded(Set<Fmri> packages) {
        Map<String, Fmri> byStem = new HashMap<>();
        Set<Fmri> needed = new HashSet<>();
        for (Fmri fmri : packages) {
            byStem.put(fmri.name(), fmri);
            if (!known.entry(fmri).renamed()) {
                needed.add(fmri);
            }
        }
        Deque<Fmri> work = new ArrayDeque<>(needed);
        while (!work.isEmpty()) {
            for (Dependency dependency : known.entry(work.remove()).dependencies()) {
                if (dependency.type() == DependencyType.INCORPORATE
                        || dependency.type() == DependencyType.OPTIONAL
                        || dependency.type() == DependencyType.ORIGIN) {
                    continue;
                }
                for (Fmri target : dependency.targets()) {
                    Fmri present = byStem.get(target.name());
                    if (present != null && needed.add(present)) {
                        work.add(present);
                    }
                }
            }
        }
        return needed;
    }
}
