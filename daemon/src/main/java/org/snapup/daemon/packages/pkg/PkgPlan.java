package org.snapup.daemon.packages.pkg;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.ips.fmri.Fmri;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.PackageChange;

/**
 * A plan of pkg(1), and the operation that it is of.
 *
 * @param accept the requester accepts the licences
 * @param parsable the plan is wanted as pkg(1) printed it, too
 * @param before what is installed: FMRIs by name
 * @param catalogs what the plan was made from
 */
record PkgPlan(
        PkgWords words,
        boolean accept,
        boolean parsable,
        ParsablePlan planned,
        Impact impact,
        Map<String, String> before,
        String catalogs)
        implements PackagePlan {
    /** What is installed afterwards: FMRIs by name. */
    Map<String, String> after() {
        Map<String, String> after = new TreeMap<>(before);
        planned.changes().forEach((name, change) -> {
            if (change.to() == null) {
                after.remove(name);
            } else {
                after.put(name, Installed.text(change.to().toString()));
            }
        });
        return after;
    }

    /** The packages that are there afterwards and aren't as before. */
    List<String> changed() {
        return Stream.concat(
                        planned.changes().values().stream()
                                .map(ParsablePlan.Change::to)
                                .flatMap(Stream::ofNullable),
                        planned.affected().stream())
                .map(Fmri::toString)
                .toList();
    }

    @Override
    public Plan summary() {
        List<PackageChange> changes = Stream.concat(
                        planned.changes().values().stream()
                                .map(change -> show(change.any(), change.from(), change.to())),
                        planned.affected().stream().map(fmri -> show(fmri, fmri, fmri)))
                .toList();
        return new Plan(
                changes,
                false,
                impact.rebootNeeded(),
                impact.downloadBytes(),
                planned.spaceBytes(),
                notes(),
                null,
                planned.settings(),
                planned.licenses(),
                parsable && !planned.json().isEmpty() ? planned.json() : null);
    }

    private static PackageChange show(Fmri fmri, @Nullable Fmri from, @Nullable Fmri to) {
        return new PackageChange(fmri.name(), fmri.publisher(), version(from), version(to));
    }

    private static @Nullable String version(@Nullable Fmri fmri) {
        return fmri == null ? null : fmri.requireVersion().shortText();
    }

    private List<String> notes() {
        Stream<String> itself = planned.changes().values().stream()
                .filter(change -> change.any().name().equals("package/pkg") && change.from() != null)
                .map(change -> "pkg(1) itself changes with it; where its release notes ask for that, update it first:"
                        + " snapup install package/pkg");
        return Stream.concat(Stream.concat(planned.services().stream(), planned.releaseNotes().stream()), itself)
                .toList();
    }
}
