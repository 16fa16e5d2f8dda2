package org.snapup.ips.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;

/**
 * A package version that a query may choose.
 *
 * @param origin where its manifest can be had; null for one of the image's own publishers
 * @param frozen whether the user pinned it; of what was offered since, or frozen by an older writer, the entry doesn't say it
 */
record Candidate(
        CatalogEntry entry, Catalog catalog, @Nullable String origin, boolean frozen) {
    Candidate(CatalogEntry entry, Catalog catalog, @Nullable String origin) {
        this(entry, catalog, origin, false);
    }

    Candidate withFreeze(boolean now) {
        return new Candidate(entry, catalog, origin, now);
    }

    Fmri fmri() {
        return entry.fmri();
    }

    boolean isInstalled() {
        EntryState state = entry.state();
        return state != null && state.has(EntryState.INSTALLED);
    }

    /** What the catalog says; where it says nothing, what the package says of itself. */
    Set<PackageState> states() {
        EntryState state = entry.state();
        Set<PackageState> states = state == null ? ownStates() : PackageState.of(state);
        if (frozen) {
            states.add(PackageState.FROZEN);
        } else {
            states.remove(PackageState.FROZEN);
        }
        return states;
    }

    private Set<PackageState> ownStates() {
        Set<PackageState> states = EnumSet.noneOf(PackageState.class);
        for (Action action : dependencies()) {
            if (isTrue(action, "pkg.obsolete")) {
                states.add(PackageState.OBSOLETE);
            } else if (isTrue(action, "pkg.renamed")) {
                states.add(PackageState.RENAMED);
            } else if (isTrue(action, "pkg.legacy")) {
                states.add(PackageState.LEGACY);
            }
        }
        return states;
    }

    boolean isRenamed() {
        return dependencies().stream().anyMatch(action -> isTrue(action, "pkg.renamed"));
    }

    static boolean isTrue(Action set, String name) {
        return set.kind() == ActionKind.SET
                && name.equals(set.get("name"))
                && "true".equalsIgnoreCase(set.get("value"));
    }

    List<Action> dependencies() {
        return catalog.dependencies(fmri());
    }

    /** The packages that it depends on in one of these ways. */
    List<Fmri> targets(String... types) {
        List<Fmri> targets = new ArrayList<>();
        for (Action action : dependencies()) {
            if (action.kind() == ActionKind.DEPEND && List.of(types).contains(action.get("type"))) {
                action.attributes().all("fmri").forEach(text -> targets.add(Fmri.parse(text)));
            }
        }
        return targets;
    }

    String summary() {
        String summary = "";
        for (Action action : catalog.summary(fmri(), "C")) {
            String name = action.get("name");
            String value = action.get("value");
            if (value != null && ("pkg.summary".equals(name) || ("description".equals(name) && summary.isEmpty()))) {
                summary = value;
            }
        }
        return summary;
    }
}
