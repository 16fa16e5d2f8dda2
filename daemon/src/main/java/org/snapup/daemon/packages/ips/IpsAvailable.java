package org.snapup.daemon.packages.ips;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.FacetFilter;
import org.snapup.ips.action.Mediation;
import org.snapup.ips.query.ImageQueries;
import org.snapup.protocol.ImageQueries.Setting;

/** What of an image's configuration can be set, because installed packages know it, with what is set. */
final class IpsAvailable {
    private static final String LOCAL = "local";
    private static final String SYSTEM = "system";
    private static final String DEBUG_VARIANT = "variant.debug.";

    private IpsAvailable() {}

    /** Every value that is known; the one that holds has a source. */
    static List<Setting> variants(ImageQueries image) {
        Map<String, String> ours = image.config().variants();
        Map<String, Set<String>> known = image.installedSettings().variants();
        Map<String, Set<String>> all = new TreeMap<>(known);
        ours.forEach((name, value) -> {
            Set<String> values = new TreeSet<>(all.getOrDefault(name, Set.of()));
            values.add(value);
            all.put(name, values);
        });
        List<Setting> settings = new ArrayList<>();
        all.forEach((name, values) -> {
            // a debug variant that isn't set is false
            String held = ours.getOrDefault(name, name.startsWith(DEBUG_VARIANT) ? "false" : "");
            for (String value : values) {
                String source = ours.containsKey(name) ? LOCAL : SYSTEM;
                boolean installed = known.getOrDefault(name, Set.of()).contains(value);
                settings.add(setting(name, value, value.equals(held) ? source : null, installed));
            }
        });
        return settings;
    }

    static List<Setting> facets(ImageQueries image) {
        Map<String, Boolean> ours = image.config().facets();
        Set<String> known = image.installedSettings().facets();
        FacetFilter filter = image.config().facetFilter();
        Set<String> names = new TreeSet<>(ours.keySet());
        names.addAll(known);
        List<Setting> settings = new ArrayList<>();
        for (String name : names) {
            boolean on = requireNonNullElse(ours.get(name), filter.isOn(name));
            boolean local = ours.containsKey(name) || filter.decidesOn(name);
            settings.add(setting(name, on ? "True" : "False", local ? LOCAL : SYSTEM, known.contains(name)));
        }
        return settings;
    }

    /** The preferred one first. */
    static List<Setting> mediators(ImageQueries image) {
        List<Setting> settings = new ArrayList<>();
        image.installedSettings()
                .mediators()
                .forEach(
                        (name, mediations) -> mediations.forEach(mediation -> settings.add(mediator(name, mediation))));
        return settings;
    }

    private static Setting mediator(String name, Mediation mediation) {
        String source = requireNonNullElse(mediation.priority(), SYSTEM);
        String version =
                mediation.version() == null ? null : mediation.version().shortText();
        return new Setting(name, version, source, mediation.implementation(), null, source, null, null, null);
    }

    private static Setting setting(String name, String value, @Nullable String source, boolean installed) {
        return new Setting(name, value, source, null, null, null, null, null, installed);
    }
}
