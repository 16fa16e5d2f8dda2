package org.snapup.ips.cli.repo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.fmri.Fmri;

/** A package in a list, with what its catalog says of it. */
record ListedPackage(Fmri fmri, Catalog catalog) {
    /** {@code o} obsolete, {@code r} renamed, {@code l} legacy, or empty. */
    String state() {
        String state = "";
        for (String line : catalog.dependencyLines(fmri)) {
            if (line.startsWith("set name=pkg.obsolete value=true")) {
                return "o";
            } else if (line.startsWith("set name=pkg.renamed value=true")) {
                state = "r";
            } else if (line.startsWith("set name=pkg.legacy value=true") && state.isEmpty()) {
                state = "l";
            }
        }
        return state;
    }

    /**
     * The set actions by name: for each combination of their other attributes (variants, facets) the values, under the
     * key {@code value}.
     */
    Map<String, List<Map<String, List<String>>>> attributes() {
        Map<String, Map<Map<String, List<String>>, List<String>>> found = new TreeMap<>();
        List<Action> actions = new ArrayList<>(catalog.dependencies(fmri));
        actions.addAll(catalog.summary(fmri, "C"));
        for (Action action : actions) {
            if (action.kind() != ActionKind.SET) {
                continue;
            }
            Map<String, List<String>> others = new TreeMap<>();
            for (String key : action.attributes().keys()) {
                if (!key.equals("name") && !key.equals("value")) {
                    others.put(key, action.attributes().all(key));
                }
            }
            found.computeIfAbsent(action.attributes().require("name"), name -> new LinkedHashMap<>())
                    .computeIfAbsent(others, key -> new ArrayList<>())
                    .addAll(action.attributes().all("value"));
        }
        Map<String, List<Map<String, List<String>>>> attributes = new TreeMap<>();
        found.forEach((name, values) -> values.forEach((others, list) -> {
            Map<String, List<String>> with = new TreeMap<>(others);
            with.put("value", list);
            attributes.computeIfAbsent(name, key -> new ArrayList<>()).add(with);
        }));
        return attributes;
    }
}
