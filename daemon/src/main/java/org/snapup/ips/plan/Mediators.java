package org.snapup.ips.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Mediation;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.MediatorSetting;

/**
 * Decides which of the packages that offer a mediated link has its way: for each mediator the one that the administrator
 * bound it to, or else the preferred of those that are offered. As pkg(1) does, a binding that nothing fits means no
 * link at all.
 */
final class Mediators {
    private static final String SYSTEM = "system";

    private final Map<String, MediatorSetting> settings;

    private Mediators(Map<String, MediatorSetting> settings) {
        this.settings = settings;
    }

    /**
     * Those in force.
     *
     * @param configured what the image says; what it says nothing of is decided as for a new image
     * @param offered all links of the mediators that matter
     */
    static Mediators current(Map<String, MediatorSetting> configured, Collection<Delivery> offered) {
        Map<String, MediatorSetting> settings = new TreeMap<>();
        candidates(offered, Delivery::before)
                .forEach((mediator, mediations) -> settings.put(mediator, decide(MediatorSetting.NONE, mediations)));
        settings.putAll(configured);
        return new Mediators(settings);
    }

    /**
     * Those that will be in force.
     *
     * @param configured what the image says now
     * @param requested bindings that are asked for, whole
     * @param complete the mediators of which all links are in {@code offered}; the others stay
     */
    static Mediators next(
            Map<String, MediatorSetting> configured,
            Map<String, MediatorSetting> requested,
            Set<String> complete,
            Collection<Delivery> offered) {
        Map<String, SortedSet<Mediation>> candidates = candidates(offered, Delivery::after);
        Set<String> names = new TreeSet<>(configured.keySet());
        names.addAll(requested.keySet());
        names.addAll(candidates.keySet());
        Map<String, MediatorSetting> settings = new TreeMap<>();
        for (String mediator : names) {
            MediatorSetting now = configured.getOrDefault(mediator, MediatorSetting.NONE);
            MediatorSetting wanted =
                    withoutEmpty(requested.getOrDefault(mediator, now)).localOnly();
            SortedSet<Mediation> mediations = candidates.get(mediator);
            MediatorSetting next =
                    mediations != null ? decide(wanted, mediations) : complete.contains(mediator) ? wanted : now;
            if (!next.equals(MediatorSetting.NONE)) {
                settings.put(mediator, next.equals(now) ? now : withSources(next));
            }
        }
        return new Mediators(settings);
    }

    private static Map<String, SortedSet<Mediation>> candidates(
            Collection<Delivery> offered, Function<Delivery, List<PlannedAction>> side) {
        Map<String, SortedSet<Mediation>> candidates = new HashMap<>();
        for (Delivery delivery : offered) {
            for (PlannedAction planned : side.apply(delivery)) {
                String mediator = planned.action().get("mediator");
                if (mediator != null) {
                    Mediation mediation = Mediation.of(planned.action());
                    if (mediation.version() != null || mediation.implementation() != null) {
                        candidates
                                .computeIfAbsent(mediator, m -> new TreeSet<>(Mediation::comparePreference))
                                .add(mediation);
                    }
                }
            }
        }
        return candidates;
    }

    private static MediatorSetting decide(MediatorSetting local, SortedSet<Mediation> mediations) {
        for (Mediation mediation : mediations) {
            if (local.isVersionLocal() && !Objects.equals(local.version(), version(mediation))) {
                continue;
            }
            if (local.isImplementationLocal()
                    && !Mediation.implementationsMatch(mediation.implementation(), local.implementation())) {
                continue;
            }
            String source = mediation.priority() == null ? SYSTEM : mediation.priority();
            MediatorSetting setting = local.isVersionLocal() ? local : local.withVersion(version(mediation), source);
            String bound = local.implementation();
            if (!local.isImplementationLocal()) {
                return setting.withImplementation(mediation.implementation(), null, source);
            }
            Version found = mediation.implementationVersion();
            boolean unversioned = bound != null && !bound.isEmpty() && !bound.contains("@");
            return setting.withImplementation(
                    bound, unversioned && found != null ? found.release().toString() : null, MediatorSetting.LOCAL);
        }
        return local;
    }

    private static @Nullable String version(Mediation mediation) {
        Version version = mediation.version();
        return version == null ? null : version.release().toString();
    }

    /**
     * The wish for links without an implementation, or without a version, is kept by its source alone. To pkg(1) the empty
     * text that it begins with fits no link; it keeps it the same way, and finds the links with the next operation.
     */
    private static MediatorSetting withoutEmpty(MediatorSetting setting) {
        MediatorSetting result =
                "".equals(setting.version()) ? setting.withVersion(null, setting.versionSource()) : setting;
        return "".equals(result.implementation())
                ? result.withImplementation(null, null, result.implementationSource())
                : result;
    }

    private static MediatorSetting withSources(MediatorSetting setting) {
        MediatorSetting result =
                setting.versionSource() == null ? setting.withVersion(setting.version(), SYSTEM) : setting;
        return result.implementationSource() == null
                ? result.withImplementation(result.implementation(), result.implementationVersion(), SYSTEM)
                : result;
    }

    /** Whether a link is to be there; always for one without a mediator. */
    boolean wins(Action link) {
        String mediator = link.get("mediator");
        if (mediator == null) {
            return true;
        }
        MediatorSetting setting = settings.get(mediator);
        if (setting == null) {
            return false;
        }
        Mediation own = Mediation.of(link);
        return Objects.equals(emptyToNull(setting.version()), version(own))
                && Mediation.implementationsMatch(emptyToNull(setting.implementation()), own.implementation());
    }

    /** Negative when the first of two links that are to be there, {@code vim} and {@code vim@9.1} say, is preferred. */
    int compare(Action one, Action two) {
        String mediator = one.get("mediator");
        MediatorSetting setting = mediator == null ? null : settings.get(mediator);
        if (setting == null) {
            return 0;
        }
        boolean first = Objects.equals(setting.implementation(), one.get("mediator-implementation"));
        boolean second = Objects.equals(setting.implementation(), two.get("mediator-implementation"));
        return first == second ? Mediation.of(one).comparePreference(Mediation.of(two)) : first ? -1 : 1;
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** All settings, as the image is to keep them. */
    Map<String, MediatorSetting> settings() {
        return settings;
    }
}
