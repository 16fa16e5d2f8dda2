package org.snapup.daemon.packages.ips;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.protocol.Packages.FacetRequest;
import org.snapup.protocol.Packages.FacetValue;
import org.snapup.protocol.Packages.HotFixRequest;
import org.snapup.protocol.Packages.HydrationRequest;
import org.snapup.protocol.Packages.MediatorRequest;
import org.snapup.protocol.Packages.RevertRequest;
import org.snapup.protocol.Packages.UnsetMediatorRequest;
import org.snapup.protocol.Packages.VariantRequest;

/** Operations as the library takes them. */
final class IpsRequests {
    private IpsRequests() {}

    static PlanRequest of(PackageRequest request) {
        List<String> patterns = request.patterns();
        List<String> rejected = request.rejected();
        return switch (request.kind()) {
            case UPDATE -> new PlanRequest.Update(patterns, rejected, request.ignoresMissing());
            case INSTALL -> new PlanRequest.Install(patterns, rejected);
            case UNINSTALL -> new PlanRequest.Uninstall(patterns, request.ignoresMissing());
            case AUTOREMOVE -> new PlanRequest.Autoremove();
            case EXACT_INSTALL -> new PlanRequest.ExactInstall(patterns, rejected);
            case CHANGE_VARIANT -> variants((VariantRequest) request.operation());
            case CHANGE_FACET -> facets((FacetRequest) request.operation());
            case SET_MEDIATOR -> mediator((MediatorRequest) request.operation());
            case UNSET_MEDIATOR -> mediator((UnsetMediatorRequest) request.operation());
            case FIX -> new PlanRequest.Fix(patterns);
            case APPLY_HOT_FIX ->
                new PlanRequest.ApplyHotFix(Path.of(((HotFixRequest) request.operation()).archive()), patterns);
            case DEHYDRATE -> new PlanRequest.Hydration(publishers(request), false);
            case REHYDRATE -> new PlanRequest.Hydration(publishers(request), true);
            case REVERT -> revert((RevertRequest) request.operation());
        };
    }

    private static List<String> publishers(PackageRequest request) {
        return requireNonNullElse(((HydrationRequest) request.operation()).publishers(), List.of());
    }

    private static PlanRequest revert(RevertRequest request) {
        return new PlanRequest.Revert(
                requireNonNullElse(request.paths(), List.of()), requireNonNullElse(request.tags(), List.of()));
    }

    private static PlanRequest variants(VariantRequest request) {
        return new PlanRequest.ChangeVariant(new TreeMap<>(request.variants()), List.of());
    }

    private static PlanRequest facets(FacetRequest request) {
        Map<String, Optional<Boolean>> facets = new LinkedHashMap<>();
        new TreeMap<>(request.facets())
                .forEach((name, value) -> facets.put(
                        name, value == FacetValue.NONE ? Optional.empty() : Optional.of(value == FacetValue.TRUE)));
        return new PlanRequest.ChangeFacet(facets, List.of());
    }

    private static PlanRequest mediator(MediatorRequest request) {
        return new PlanRequest.SetMediator(
                new LinkedHashSet<>(request.mediators()),
                Optional.ofNullable(request.version()).map(IpsRequests::orNone),
                Optional.ofNullable(request.implementation()).map(IpsRequests::orNone));
    }

    /** The protocol has the empty text for none. */
    private static String orNone(String choice) {
        return choice.isEmpty() ? "None" : choice;
    }

    private static PlanRequest mediator(UnsetMediatorRequest request) {
        return new PlanRequest.UnsetMediator(
                new LinkedHashSet<>(request.mediators()),
                requireNonNullElse(request.version(), false),
                requireNonNullElse(request.implementation(), false));
    }
}
