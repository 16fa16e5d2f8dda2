package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.solve.Dependency;
import org.snapup.ips.solve.DependencyType;
import org.snapup.ips.solve.SolveRequest;

/**
 * What a request will probably come to, known before it is solved, so that manifests can be read meanwhile: of each package the
 * newest version that incorporations which come with it leave.
 */
final class LikelyChanges {
    private final Image image;
    private final ImagePackages packages;
    private final Map<String, List<Fmri>> candidates = new TreeMap<>();
    private final Map<String, Fmri> pins = new HashMap<>();

    private LikelyChanges(Image image, ImagePackages packages) {
        this.image = image;
        this.packages = packages;
    }

    /** In the order of their stems; none where catalogs can't be read, of which the solver will tell. */
    static List<PackageChange> of(SolveRequest request, Image image, ImagePackages packages) {
        try {
            return find(request, image, packages);
        } catch (IpsException e) {
            return List.of();
        }
    }

    private static List<PackageChange> find(SolveRequest request, Image image, ImagePackages packages) {
        LikelyChanges likely = new LikelyChanges(image, packages);
        if (request.kind() == SolveRequest.Kind.UPDATE_ALL) {
            likely.addInstalled(image.installed().keySet());
        }
        likely.candidates.putAll(request.proposed());
        likely.pin();
        likely.candidates.keySet().removeAll(request.rejected());
        return likely.changes();
    }

    private void addInstalled(Collection<String> stems) {
        stems.forEach(stem -> candidates.put(stem, packages.versions(stem)));
    }

    private void pin() {
        List<Fmri> sure = new ArrayList<>();
        for (List<Fmri> versions : candidates.values()) {
            if (versions.size() == 1) {
                sure.add(versions.get(0));
            } else if (!versions.isEmpty()) {
                pinBy(versions.get(0));
            }
        }
        sure.forEach(this::pinBy);
        List<String> moving = new ArrayList<>(pins.keySet());
        moving.retainAll(image.installed().keySet());
        moving.removeAll(candidates.keySet());
        addInstalled(moving);
    }

    private void pinBy(Fmri incorporation) {
        for (Dependency dependency : packages.entry(incorporation).dependencies()) {
            if (dependency.type() == DependencyType.INCORPORATE) {
                pins.put(dependency.target().name(), dependency.target());
            }
        }
    }

    private List<PackageChange> changes() {
        List<PackageChange> changes = new ArrayList<>();
        candidates.forEach((stem, versions) -> {
            Fmri pin = pins.get(stem);
            Fmri installed = image.installed().get(stem);
            versions.stream()
                    .filter(version -> pin == null || Dependency.isWithin(pin, version.requireVersion()))
                    .findFirst()
                    .filter(version -> !version.equals(installed))
                    .ifPresent(version -> changes.add(new PackageChange(installed, version)));
        });
        return changes;
    }
}
