package org.snapup.ips.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;

/**
 * All that a catalog holds of one version: what {@link CatalogWriter} writes.
 *
 * @param dependency actions that a solver needs: depend, and set actions for obsolete, renamed, variants, facets
 * @param summary other set actions, by locale; {@code C} when an action names none
 */
public record CatalogRecord(CatalogEntry entry, List<String> dependency, Map<String, List<String>> summary) {
    public CatalogRecord {
        dependency = List.copyOf(dependency);
        summary = Map.copyOf(summary);
    }

    /** What a catalog says of a manifest; {@code stored} are its bytes in the repository. */
    public static CatalogRecord of(Fmri fmri, Manifest manifest, byte[] stored) {
        List<String> dependency = new ArrayList<>();
        Map<String, List<String>> summary = new TreeMap<>();
        manifest.actions(ActionKind.DEPEND).forEach(action -> dependency.add(action.toString()));
        for (Action set : manifest.actions(ActionKind.SET)) {
            String name = set.attributes().require("name");
            if (isForSolver(name)) {
                dependency.add(set.toString());
            } else if (!isLeftOut(name)) {
                summary.computeIfAbsent(locale(name), locale -> new ArrayList<>())
                        .add(set.toString());
            }
        }
        return new CatalogRecord(new CatalogEntry(fmri, Manifest.signature(stored), null), dependency, summary);
    }

    private static boolean isForSolver(String name) {
        return name.startsWith("variant")
                || name.startsWith("facet")
                || name.startsWith("pkg.depend.")
                || name.equals("pkg.obsolete")
                || name.equals("pkg.renamed")
                || name.equals("pkg.legacy");
    }

    // As pkgsend(1) leaves them out: who reads a catalog has no use for them.
    private static boolean isLeftOut(String name) {
        return name.equals("pkg.fmri")
                || name.equals("fmri")
                || name.equals("publisher")
                || name.startsWith("info.source-url")
                || name.startsWith("pkg.debug")
                || name.startsWith("pkg.linted");
    }

    // "pkg.summary:fr" is French. The locale becomes part of a file's name.
    private static String locale(String name) {
        int colon = name.indexOf(':');
        int end = name.indexOf(':', colon + 1);
        String locale = colon < 0 ? "C" : name.substring(colon + 1, end < 0 ? name.length() : end);
        return CatalogAttributes.isPartName("catalog.summary." + locale) ? locale : "C";
    }

    /** The same with or without one of the states that {@link EntryState} names; unchanged where it has none at all. */
    public CatalogRecord withState(int number, boolean set) {
        EntryState state = entry.state();
        if (state == null || state.has(number) == set) {
            return this;
        }
        List<Integer> states = new ArrayList<>(state.states());
        states.removeIf(each -> each == number);
        if (set) {
            states.add(number);
        }
        return withEntry(entry.withState(new EntryState(states, state.lastInstall(), state.lastUpdate())));
    }

    public CatalogRecord withEntry(CatalogEntry newEntry) {
        return new CatalogRecord(newEntry, dependency, summary);
    }
}
