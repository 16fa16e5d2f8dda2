package org.snapup.ips.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Mediation;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.image.MediatorSetting;

/**
 * What a request does to an image's variants, facets and mediators.
 *
 * @param before the configuration now
 * @param filtered the configuration with the new variants, facets and dehydrated publishers
 * @param mediators bindings of mediators that are asked for
 */
record Reconfiguration(ImageConfig before, ImageConfig filtered, Map<String, MediatorSetting> mediators) {
    /**
     * Finds it.
     *
     * @throws IpsException BAD_INPUT for values that can't be
     */
    static Reconfiguration of(ImageConfig config, PlanRequest request) {
        if (request instanceof PlanRequest.ChangeVariant change) {
            change.variants().keySet().forEach(Reconfiguration::checkVariant);
            Map<String, String> variants = new LinkedHashMap<>(config.variants());
            variants.putAll(change.variants());
            return new Reconfiguration(config, config.withVariants(variants), Map.of());
        }
        if (request instanceof PlanRequest.ChangeFacet change) {
            Map<String, Boolean> facets = new LinkedHashMap<>(config.facets());
            change.facets().forEach((name, value) -> {
                checkFacet(name, value.isPresent());
                facets.remove(name);
                value.ifPresent(on -> facets.put(name, on));
            });
            return new Reconfiguration(config, config.withFacets(facets), Map.of());
        }
        if (request instanceof PlanRequest.SetMediator set) {
            set.mediators().forEach(mediator -> check(Mediation.mediatorProblem(mediator)));
            set.version().filter(Reconfiguration::isSome).ifPresent(v -> check(Mediation.versionProblem(v)));
            set.implementation()
                    .filter(Reconfiguration::isSome)
                    .ifPresent(i -> check(Mediation.implementationProblem(i)));
            return new Reconfiguration(config, config, bound(config, set));
        }
        if (request instanceof PlanRequest.UnsetMediator unset) {
            return new Reconfiguration(config, config, released(config, unset));
        }
        if (request instanceof PlanRequest.Hydration hydration) {
            List<String> publishers = withOrigins(config, hydration.publishers());
            TreeSet<String> dehydrated = new TreeSet<>(config.dehydrated());
            if (hydration.back()) {
                dehydrated.removeAll(publishers);
            } else {
                dehydrated.addAll(publishers);
            }
            return new Reconfiguration(config, config.withDehydrated(dehydrated), Map.of());
        }
        return new Reconfiguration(config, config, Map.of());
    }

    /** The named publishers, or all; what is taken away of their packages has to come from somewhere again. */
    private static List<String> withOrigins(ImageConfig config, List<String> named) {
        List<String> wanted = named.isEmpty()
                ? config.publishers().stream()
                        .filter(ImagePublisher::enabled)
                        .map(ImagePublisher::name)
                        .toList()
                : named;
        List<String> without = wanted.stream()
                .filter(name -> config.publisher(name)
                        .filter(ImagePublisher::enabled)
                        .filter(publisher -> !publisher.origins().isEmpty())
                        .isEmpty())
                .toList();
        if (!without.isEmpty()) {
            throw IpsException.notFound("publishers without an origin can't be dehydrated or rehydrated: "
                    + String.join(", ", without) + "; give them one with set-publisher -g, or name others with -p");
        }
        return wanted;
    }

    /** Whether it is a value, and not the word for "none". */
    private static boolean isSome(String value) {
        return !value.equals("None");
    }

    private static void checkVariant(String name) {
        checkName(name);
        if (name.contains("*") || name.contains("?")) {
            throw IpsException.badInput("the name of a variant goes without wildcards: '" + name + "'");
        }
    }

    private static void checkFacet(String name, boolean isSet) {
        checkName(name);
        if (isSet && name.equals("facet.version-lock.*")) {
            throw IpsException.badInput(
                    "version locks can't be changed all at once: name those of single packages, as in"
                            + " version-lock.NAME=false");
        }
    }

    private static void checkName(String name) {
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw IpsException.badInput("the name of a variant or facet goes without blanks: '" + name + "'");
        }
    }

    private static void check(Optional<String> problem) {
        problem.ifPresent(text -> {
            throw IpsException.badInput(text);
        });
    }

    private static Map<String, MediatorSetting> bound(ImageConfig config, PlanRequest.SetMediator request) {
        Map<String, MediatorSetting> settings = new TreeMap<>();
        for (String mediator : request.mediators()) {
            MediatorSetting setting = current(config, mediator);
            if (request.version().isPresent()) {
                String version = request.version().get();
                setting = setting.withVersion(isSome(version) ? version : "", MediatorSetting.LOCAL);
            }
            if (request.implementation().isPresent()) {
                String implementation = request.implementation().get();
                setting = setting.withImplementation(
                        isSome(implementation) ? implementation : "", null, MediatorSetting.LOCAL);
            }
            settings.put(mediator, setting);
        }
        return settings;
    }

    private static Map<String, MediatorSetting> released(ImageConfig config, PlanRequest.UnsetMediator request) {
        Map<String, MediatorSetting> settings = new TreeMap<>();
        for (String mediator : request.mediators()) {
            MediatorSetting setting = current(config, mediator);
            if (request.resetsVersion()) {
                setting = setting.withVersion(null, null);
            }
            if (request.resetsImplementation()) {
                setting = setting.withImplementation(null, null, null);
            }
            settings.put(mediator, setting);
        }
        return settings;
    }

    private static MediatorSetting current(ImageConfig config, String mediator) {
        return config.mediators().getOrDefault(mediator, MediatorSetting.NONE).localOnly();
    }

    /** Whether other actions of installed packages may count from now on. */
    boolean changesFilter() {
        return !before.variants().equals(filtered.variants())
                || !before.facets().equals(filtered.facets())
                || !before.dehydrated().equals(filtered.dehydrated());
    }

    Set<String> changedMediators() {
        return mediators.keySet();
    }
}
