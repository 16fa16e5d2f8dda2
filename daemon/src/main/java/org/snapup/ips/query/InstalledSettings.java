package org.snapup.ips.query;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.Mediation;

/**
 * What installed packages can be told by the image's configuration.
 *
 * @param variants the values that they know, by full name
 * @param facets full names
 * @param mediators what can be chosen, by mediator, the preferred one first
 */
public record InstalledSettings(
        Map<String, Set<String>> variants, Set<String> facets, Map<String, List<Mediation>> mediators) {
    private static final String VARIANT = "variant.";
    private static final String FACET = "facet.";

    /** @param filter what of a package's actions the image takes */
    static InstalledSettings of(ImageQueries image, ActionFilter filter) {
        Map<String, Set<String>> variants = new TreeMap<>();
        Set<String> facets = new TreeSet<>();
        Map<String, Set<Mediation>> mediators = new TreeMap<>();
        ContentsQuery everything = new ContentsQuery(List.of(), Set.of(), Map.of(), true, false, List.of());
        image.contents(everything, packaged -> {
            Action action = packaged.action();
            collect(action.attributes(), variants, facets);
            if (action.kind() == ActionKind.SET) {
                String name = action.attributes().require("name");
                if (name.startsWith(VARIANT)) {
                    variants.computeIfAbsent(name, n -> new TreeSet<>())
                            .addAll(action.attributes().all("value"));
                }
            }
            String mediator = action.get("mediator");
            if (mediator != null && filter.test(action)) {
                mediators
                        .computeIfAbsent(mediator, name -> new TreeSet<>(Mediation::comparePreference))
                        .add(Mediation.of(action));
            }
        });
        Map<String, List<Mediation>> ordered = new TreeMap<>();
        mediators.forEach((name, mediations) -> ordered.put(name, List.copyOf(mediations)));
        return new InstalledSettings(variants, facets, ordered);
    }

    private static void collect(Attributes attributes, Map<String, Set<String>> variants, Set<String> facets) {
        for (String name : attributes.keys()) {
            if (name.startsWith(VARIANT)) {
                variants.computeIfAbsent(name, n -> new TreeSet<>()).addAll(attributes.all(name));
            } else if (name.startsWith(FACET)) {
                facets.add(name);
            }
        }
    }
}
