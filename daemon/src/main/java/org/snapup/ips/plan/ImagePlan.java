package org.snapup.ips.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.solve.Avoids;

/**
 * What a request will do to an image, in full. Immutable. Good for the image that it was made for and for exact copies
 * of it, as long as what is installed there stays the same.
 *
 * @param request what was asked for
 * @param imageDigest of the image that it was made for
 * @param packages the packages that change
 * @param removals what goes, in order
 * @param installs what comes, in order
 * @param updates what changes in place, in order
 * @param installed what will be installed, by stem
 * @param avoids what groups do without from then on
 * @param configuration the image's configuration from then on; empty if it stays
 * @param licensesAccepted the user accepted what {@link #licensesToAccept} tells
 * @param catalogs what is known of all packages
 */
public record ImagePlan(
        PlanRequest request,
        String imageDigest,
        List<PackageChange> packages,
        List<ActionChange> removals,
        List<ActionChange> installs,
        List<ActionChange> updates,
        Map<String, Fmri> installed,
        Avoids avoids,
        Optional<ImageConfig> configuration,
        boolean licensesAccepted,
        ImagePackages catalogs) {

    /** Marks directories that no package speaks of. */
    static final String IMPLICIT = "implicit";

    public ImagePlan {
        packages = List.copyOf(packages);
        removals = List.copyOf(removals);
        installs = List.copyOf(installs);
        updates = List.copyOf(updates);
        installed = Map.copyOf(installed);
    }

    /** Nothing is to be done. */
    public boolean isEmpty() {
        return packages.isEmpty()
                && configuration.isEmpty()
                && changes().findAny().isEmpty();
    }

    /** The same, with the user's consent to all licences that need it. */
    public ImagePlan withLicensesAccepted() {
        return new ImagePlan(
                request,
                imageDigest,
                packages,
                removals,
                installs,
                updates,
                installed,
                avoids,
                configuration,
                true,
                catalogs);
    }

    /** Packages that keep their version while something of theirs changes: repaired, or affected by a setting. */
    public List<Fmri> adjusted() {
        Set<Fmri> moving = new HashSet<>();
        packages.forEach(change -> {
            moving.add(change.from());
            moving.add(change.to());
        });
        Set<Fmri> adjusted = new TreeSet<>();
        changes()
                .map(ActionChange::subject)
                .filter(planned -> !planned.action().attributes().isTrue(IMPLICIT))
                .map(PlannedAction::fmri)
                .filter(fmri -> !moving.contains(fmri))
                .forEach(adjusted::add);
        return List.copyOf(adjusted);
    }

    /** All changes, in the order in which they are made. */
    public Stream<ActionChange> changes() {
        return Stream.of(removals, installs, updates).flatMap(List::stream);
    }

    /** What is installed anew, or in place of another version. */
    public List<Fmri> coming() {
        return packages.stream()
                .flatMap(change -> Stream.ofNullable(change.to()))
                .toList();
    }

    /** Packages that come. */
    public List<PackageChange> added() {
        return packages(change -> change.from() == null);
    }

    /** Packages that go. */
    public List<PackageChange> removed() {
        return packages(change -> change.to() == null);
    }

    /** Packages that change their version. */
    public List<PackageChange> changed() {
        return packages(change -> change.from() != null && change.to() != null);
    }

    /** Whether this is what a package becomes whose version goes back. */
    public boolean isDowngrade(Fmri now) {
        for (PackageChange change : packages) {
            Fmri from = change.from();
            if (now.equals(change.to()) && from != null) {
                return now.requireVersion().compareTo(from.requireVersion()) < 0;
            }
        }
        return false;
    }

    private List<PackageChange> packages(Predicate<PackageChange> which) {
        return packages.stream().filter(which).toList();
    }

    /** Bytes to fetch at most, as they are sent. */
    public long downloadBytes() {
        return changes()
                .filter(ActionChange::needsPayload)
                .mapToLong(change -> change.subject().action().compressedSize())
                .sum();
    }

    /** Bytes that the image grows by; negative if it shrinks. */
    public long growthBytes() {
        return changes()
                .mapToLong(change -> (change.to() == null
                                ? 0
                                : change.to().action().size())
                        - (change.from() == null ? 0 : change.from().action().size()))
                .sum();
    }

    /** Licences that come with the change; those with {@code must-accept} need the user's consent. */
    public List<PlannedAction> licenses() {
        return changes()
                .filter(change -> change.kind() == ActionKind.LICENSE)
                .flatMap(change -> Stream.ofNullable(change.to()))
                .toList();
    }

    /** Those licences that the user has to accept first: new, with another text than before, or not to be accepted then. */
    public List<PlannedAction> licensesToAccept() {
        return changes()
                .filter(change -> change.kind() == ActionKind.LICENSE
                        && (change.needsPayload() || change.from() == null || !isToAccept(change.from())))
                .flatMap(change -> Stream.ofNullable(change.to()))
                .filter(ImagePlan::isToAccept)
                .toList();
    }

    private static boolean isToAccept(PlannedAction license) {
        return license.action().attributes().isTrue("must-accept");
    }

    /** What has to be told to the system afterwards. */
    public Actuators actuators() {
        return Actuators.of(this);
    }

    /** The drivers that come, change or go. */
    public List<PlannedAction> drivers() {
        return changes()
                .filter(change -> change.kind() == ActionKind.DRIVER)
                .map(ActionChange::subject)
                .toList();
    }
}
