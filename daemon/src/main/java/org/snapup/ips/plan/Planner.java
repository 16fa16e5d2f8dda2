package org.snapup.ips.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.repo.HotFix;
import org.snapup.ips.repo.depot.RemoteFile;
import org.snapup.ips.sign.SignatureCheck;
import org.snapup.ips.solve.ImageSituation;
import org.snapup.ips.solve.ImageSituation.PublisherRank;
import org.snapup.ips.solve.Solution;
import org.snapup.ips.solve.SolveRequest;
import org.snapup.ips.solve.Solver;

/** Plans changes to an image without writing into it. */
public final class Planner {

    private final Path root;
    private final Path cache;
    private final IpsListener listener;

    /**
     * For one image.
     *
     * @param cache where catalogs and manifests that are fetched are kept, outside the image
     */
    public Planner(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Plans.
     *
     * @throws IpsException NOT_FOUND, NO_SOLUTION, CONFLICT, CORRUPT, BAD_INPUT, IO, CANCELLED
     */
    public ImagePlan plan(PlanRequest request) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            Reconfiguration reconfiguration = Reconfiguration.of(image.config(), request);
            try (ReadAhead ahead = ReadAhead.of(
                    files, image.installed().values(), reconfiguration.before().actionFilters())) {
                return plan(request, files, image, reconfiguration, ahead);
            }
        }
    }

    private ImagePlan plan(
            PlanRequest request, ImageFiles files, Image image, Reconfiguration reconfiguration, ReadAhead ahead) {
        Optional<HotFix> hotFix = request instanceof PlanRequest.ApplyHotFix fix
                ? Optional.of(HotFix.read(fix.archive()))
                : Optional.empty();
        PlanRequest meant = hotFix.map(fix -> meant(fix, (PlanRequest.ApplyHotFix) request, image))
                .orElse(request);
        ImagePackages packages = hotFix.map(fix -> ImagePackages.refresh(image, fix, cache, listener))
                .orElseGet(() -> ImagePackages.refresh(
                        image, reconfiguration.filtered(), cache, needsCatalogs(request), listener));
        try (ManifestStore manifests = new ManifestStore(files, packages, cache);
                ahead) {
            Solution solution = solve(meant, image, reconfiguration, packages, manifests, ahead);
            SignatureCheck signatures = new SignatureCheck(
                    files,
                    image.config(),
                    manifests::payload,
                    uri -> RemoteFile.read(uri, System.getenv()),
                    listener::note);
            return compare(
                    request,
                    image,
                    reconfiguration,
                    packages,
                    solution,
                    new DeliveryReader(image, reconfiguration, manifests, ahead.end(), signatures, listener));
        }
    }

    /** An update of what is installed, or else an installation of what was named. */
    private static PlanRequest meant(HotFix hotFix, PlanRequest.ApplyHotFix request, Image image) {
        boolean isConfigured = image.config()
                .publisher(hotFix.publisher())
                .filter(ImagePublisher::enabled)
                .isPresent();
        if (!isConfigured) {
            throw IpsException.notFound("the hot-fix has packages of " + hotFix.publisher()
                    + ", which is no enabled publisher of this image: add it with set-publisher, or enable it");
        }
        List<String> updates = hotFix.updates(image.installed().values());
        if (!updates.isEmpty()) {
            return new PlanRequest.Update(updates, List.of());
        }
        if (request.patterns().isEmpty()) {
            throw hotFix.concernsNothing();
        }
        return new PlanRequest.Install(request.patterns(), List.of());
    }

    /** Whether it can't be done without knowing what publishers offer now. */
    private static boolean needsCatalogs(PlanRequest request) {
        return !(request instanceof PlanRequest.Uninstall
                || request instanceof PlanRequest.Autoremove
                || request instanceof PlanRequest.Hydration
                || request instanceof PlanRequest.SetMediator
                || request instanceof PlanRequest.UnsetMediator);
    }

    private Solution solve(
            PlanRequest request,
            Image image,
            Reconfiguration reconfiguration,
            ImagePackages packages,
            ManifestStore manifests,
            ReadAhead ahead) {
        if (leavesPackages(request)) {
            return new Solution(image.installed(), image.avoids());
        }
        SolveRequest wanted = new RequestMatcher(image, packages).match(request);
        ImageSituation situation =
                situation(image).withVariants(reconfiguration.filtered().variants());
        if (!packages.hasRemoteOrigins()) {
            Function<String, ActionFilter> filters = reconfiguration.filtered().actionFilters();
            ahead.goOn(
                    LikelyChanges.of(wanted, image, packages),
                    fmri -> manifests.offered(fmri, filters.apply(fmri.requirePublisher())));
        }
        listener.checkCancelled();
        listener.progress("Planning", 0, 1, 0, 0);
        boolean exact = request instanceof PlanRequest.ExactInstall;
        Solution solution = new Solver(exact ? situation.emptied() : situation, packages).solve(wanted);
        listener.progress("Planning", 1, 1, 0, 0);
        return solution;
    }

    private static boolean leavesPackages(PlanRequest request) {
        return request instanceof PlanRequest.SetMediator
                || request instanceof PlanRequest.UnsetMediator
                || request instanceof PlanRequest.Hydration;
    }

    private static ImageSituation situation(Image image) {
        List<PublisherRank> ranks = new ArrayList<>();
        for (ImagePublisher publisher : image.config().publishers()) {
            ranks.add(new PublisherRank(publisher.name(), publisher.keepsPackages(), publisher.enabled()));
        }
        return new ImageSituation(image.installed(), image.config().variants(), image.frozen(), image.avoided(), ranks)
                .on(RunningSystem.of(System.getenv()));
    }

    private ImagePlan compare(
            PlanRequest request,
            Image image,
            Reconfiguration reconfiguration,
            ImagePackages packages,
            Solution solution,
            DeliveryReader reader) {
        List<PackageChange> changes = changes(image.installed(), solution.installed());
        Deliveries deliveries = reader.read(changes);
        var configured = image.config().mediators();
        Mediators mediators =
                Mediators.next(configured, reconfiguration.mediators(), deliveries.mediators(), deliveries.mediated());
        ActionDiff diff = new ActionDiff(
                deliveries,
                new Resolution(Mediators.current(configured, deliveries.mediated())),
                new Resolution(mediators));
        if (!deliveries.isEmpty()) {
            diff.run();
        }
        ImageConfig configuration = reconfiguration.filtered().withMediators(mediators.settings());
        return new ImagePlan(
                request,
                image.digest(),
                changes,
                diff.removals(),
                diff.installs(),
                diff.updates(),
                solution.installed(),
                solution.avoids(),
                configuration.isSameAs(image.config()) ? Optional.empty() : Optional.of(configuration),
                false,
                packages);
    }

    private static List<PackageChange> changes(Map<String, Fmri> before, Map<String, Fmri> after) {
        Set<String> stems = new TreeSet<>(before.keySet());
        stems.addAll(after.keySet());
        List<PackageChange> changes = new ArrayList<>();
        for (String stem : stems) {
            Fmri from = before.get(stem);
            Fmri to = after.get(stem);
            if (from == null || !from.equals(to)) {
                changes.add(new PackageChange(from, to));
            }
        }
        return changes;
    }
}
