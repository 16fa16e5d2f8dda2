package org.snapup.ips.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.solve.ImageSituation;
import org.snapup.ips.solve.ImageSituation.PublisherRank;
import org.snapup.ips.solve.Solution;
import org.snapup.ips.solve.SolveRequest;
import org.snapup.ips.solve.Solver;

/** Plans changes to an image without writing into it. */
public final class Planner {
    private static final String MANIFESTS = "Reading manifests";

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
     * @throws IpsException NOT_FOUND, NO_SOLUTION, CONFLICT, CORRUPT, IO, CANCELLED
     */
    public ImagePlan plan(PlanRequest request) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            requireSupported(image);
            boolean fetches = request.kind() != PlanRequest.Kind.UNINSTALL;
            ImagePackages packages = ImagePackages.refresh(image, cache, fetches, listener);
            SolveRequest wanted = new RequestMatcher(image, packages).match(request);
            listener.checkCancelled();
            listener.progress("Planning", 0, 1, 0, 0);
            Solution solution = new Solver(situation(image), packages).solve(wanted);
            listener.progress("Planning", 1, 1, 0, 0);
            try (ManifestStore manifests = new ManifestStore(files, packages, cache)) {
                return plan(request, image, packages, solution, manifests);
            }
        }
    }

    /** What this library would leave out must not be left out silently. */
    private static void requireSupported(Image image) {
        String policy = image.config().property("signature-policy", "verify");
        if (policy.startsWith("require")) {
            throw IpsException.badInput("the image's signature-policy is " + policy
                    + ", and this tool doesn't check signatures: use the system's own pkg(1) for this image, or set"
                    + " the policy to ignore");
        }
    }

    private static ImageSituation situation(Image image) {
        List<PublisherRank> ranks = new ArrayList<>();
        for (ImagePublisher publisher : image.config().publishers()) {
            ranks.add(new PublisherRank(publisher.name(), publisher.sticky(), publisher.enabled()));
        }
        return new ImageSituation(image.installed(), image.config().variants(), image.frozen(), image.avoided(), ranks);
    }

    private ImagePlan plan(
            PlanRequest request, Image image, ImagePackages packages, Solution solution, ManifestStore manifests) {
        List<PackageChange> changes = changes(image.installed(), solution.installed());
        Deliveries deliveries = deliveries(image, packages.filter(), changes, manifests);
        Map<String, String> settings = image.config().mediators();
        ActionDiff diff = new ActionDiff(
                deliveries,
                new Resolution(new Mediators(settings, deliveries.side(false))),
                new Resolution(new Mediators(settings, deliveries.side(true))));
        if (!changes.isEmpty()) {
            diff.run();
        }
        return new ImagePlan(
                request,
                image.digest(),
                changes,
                diff.removals(),
                diff.installs(),
                diff.updates(),
                solution.installed(),
                solution.avoided(),
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

    private Deliveries deliveries(
            Image image, ActionFilter filter, List<PackageChange> changes, ManifestStore manifests) {
        Deliveries deliveries = new Deliveries();
        Map<String, Fmri> standing = new TreeMap<>(image.installed());
        List<String> signed = new ArrayList<>();
        int read = 0;
        for (PackageChange change : changes) {
            listener.checkCancelled();
            listener.progress(MANIFESTS, read++, changes.size(), 0, 0);
            Fmri from = change.from();
            Fmri to = change.to();
            if (from != null) {
                standing.remove(from.name());
                deliveries.addOld(from, manifests.installed(from, filter));
            }
            if (to != null) {
                Manifest manifest = manifests.offered(to, filter);
                deliveries.addNew(to, manifest);
                if (!manifest.actions(ActionKind.SIGNATURE).isEmpty()) {
                    signed.add(to.shortText());
                }
            }
        }
        if (!signed.isEmpty()
                && !image.config().property("signature-policy", "verify").equals("ignore")) {
            listener.note("Signatures were not checked, contents were: " + String.join(", ", signed) + ".");
        }
        if (changes.isEmpty()) {
            return deliveries;
        }
        for (Fmri fmri : standing.values()) {
            listener.checkCancelled();
            manifests.installed(fmri, action -> {
                if (filter.test(action)) {
                    deliveries.addStanding(fmri, action);
                }
                return false;
            });
        }
        return deliveries;
    }
}
