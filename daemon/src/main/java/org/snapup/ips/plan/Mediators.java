package org.snapup.ips.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Mediation;

/**
 * Decides which of the packages that offer a mediated link has its way: for each mediator the one that was set for the
 * image, or else the preferred of those that are offered.
 */
final class Mediators {
    private final Map<String, String> settings;
    private final Map<String, Mediation> chosen = new HashMap<>();

    /**
     * Decides for all mediators that links are offered for.
     *
     * @param settings of the image: {@code NAME.version}, {@code NAME.implementation}, and {@code NAME.version-source}
     *     and {@code NAME.implementation-source}, of which only {@code local} binds
     */
    Mediators(Map<String, String> settings, Collection<List<PlannedAction>> offered) {
        this.settings = settings;
        Map<String, TreeSet<Mediation>> candidates = new HashMap<>();
        for (List<PlannedAction> actions : offered) {
            for (PlannedAction planned : actions) {
                String mediator = planned.action().get("mediator");
                if (mediator != null) {
                    candidates
                            .computeIfAbsent(mediator, m -> new TreeSet<>(Mediation::comparePreference))
                            .add(Mediation.of(planned.action()));
                }
            }
        }
        candidates.forEach((mediator, mediations) -> mediations.stream()
                .filter(mediation -> isSet(mediator, mediation))
                .findFirst()
                .or(() -> mediations.stream().findFirst())
                .ifPresent(mediation -> chosen.put(mediator, mediation)));
    }

    private boolean isSet(String mediator, Mediation mediation) {
        String version = local(mediator, "version");
        String implementation = local(mediator, "implementation");
        boolean versionFits = version == null
                || (mediation.version() != null
                        && mediation.version().release().toString().equals(version));
        boolean implementationFits = implementation == null
                || (implementation.equals("None") && mediation.implementation() == null)
                || Mediation.implementationsMatch(implementation, mediation.implementation());
        return versionFits && implementationFits;
    }

    private @Nullable String local(String mediator, String what) {
        boolean local = "local".equals(settings.getOrDefault(mediator + "." + what + "-source", "local"));
        return local ? settings.get(mediator + "." + what) : null;
    }

    /** Whether a link is to be there; always for one without a mediator. */
    boolean wins(Action link) {
        String mediator = link.get("mediator");
        if (mediator == null) {
            return true;
        }
        Mediation winner = chosen.get(mediator);
        Mediation own = Mediation.of(link);
        return winner != null && winner.comparePreference(own) == 0;
    }
}
