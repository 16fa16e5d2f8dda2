package org.snapup.ips.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.EntryState;

/** Makes the description of a package from its manifest. */
final class InfoReader {
    private final Manifests manifests;
    private final ActionFilter filter;

    InfoReader(Manifests manifests, ActionFilter filter) {
        this.manifests = manifests;
        this.filter = filter;
    }

    PackageInfo read(Candidate candidate) {
        long[] size = {0};
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        manifests.read(candidate, action -> {
            if (filter.test(action)) {
                size[0] += action.size();
                collect(action, attributes, required);
            }
            return false;
        });
        Set<PackageState> states = candidate.states();
        String release = candidate.fmri().requireVersion().release().toString();
        String human = first(attributes, "pkg.human-version");
        EntryState state = candidate.entry().state();
        return new PackageInfo(
                candidate.fmri(),
                states,
                firstOf(attributes, "pkg.summary", "description"),
                first(attributes, "pkg.description"),
                attributes.getOrDefault("info.classification", List.of()).stream()
                        .map(PackageInfo.Category::parse)
                        .toList(),
                states.contains(PackageState.RENAMED) ? required : List.of(),
                release.equals(human) ? null : human,
                Formats.parse(candidate.fmri().requireVersion().time()),
                Formats.parse(state == null ? null : state.lastInstall()),
                Formats.parse(state == null ? null : state.lastUpdate()),
                size[0],
                attributes);
    }

    private static void collect(Action action, Map<String, List<String>> attributes, List<String> required) {
        if (action.kind() == ActionKind.SET) {
            attributes
                    .computeIfAbsent(action.attributes().require("name"), name -> new ArrayList<>())
                    .addAll(action.attributes().all("value"));
        } else if (action.kind() == ActionKind.DEPEND && "require".equals(action.get("type"))) {
            required.addAll(action.attributes().all("fmri"));
        }
    }

    private static @Nullable String firstOf(Map<String, List<String>> attributes, String... names) {
        for (String name : names) {
            String value = first(attributes, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String first(Map<String, List<String>> attributes, String name) {
        List<String> values = attributes.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
