package org.snapup.daemon.packages.ips;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RebootPaths;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.Actuators;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.ReleaseNotes;
import org.snapup.protocol.Plan;

/** A plan of the library as the user is shown it. */
final class IpsSummary {
    private final ImagePlan plan;
    private long downloadBytes;
    private long growthBytes;
    private Actuators actuators = Actuators.NONE;
    private boolean reboot;

    private IpsSummary(ImagePlan plan) {
        this.plan = plan;
    }

    /** @param texts with the texts of licences and release notes */
    static Plan of(ImageConfig before, ImagePlan plan, boolean texts) {
        IpsSummary summary = new IpsSummary(plan);
        List<Runnable> parts =
                List.of(summary::addUp, summary::findActuators); // there may be tens of thousands of changes
        ParallelWork.run(parts, Runnable::run);
        return summary.plan(before, texts);
    }

    private void addUp() {
        downloadBytes = plan.downloadBytes();
        growthBytes = plan.growthBytes();
    }

    private void findActuators() {
        actuators = plan.actuators();
        reboot = actuators.rebootNeeded() || plan.changes().anyMatch(IpsSummary::isKernelOrOurs);
    }

    private Plan plan(ImageConfig before, boolean texts) {
        List<Plan.PackageChange> changes = plan.packages().stream()
                .map(change -> new Plan.PackageChange(
                        change.stem(), publisher(change), version(change.from()), version(change.to())))
                .toList();
        return new Plan(
                changes,
                false,
                reboot,
                downloadBytes,
                growthBytes,
                notes(plan, actuators, texts),
                plan.changes().count(),
                plan.configuration()
                        .map(after -> SettingChanges.between(before, after))
                        .orElse(null),
                IpsLicenses.of(plan, texts),
                null);
    }

    /** The first package that would become older, empty where none would. */
    static Optional<PackageChange> downgrade(ImagePlan plan) {
        return plan.changed().stream().filter(IpsSummary::isDowngrade).findFirst();
    }

    private static boolean isDowngrade(PackageChange change) {
        Fmri from = change.from();
        Fmri to = change.to();
        return from != null && to != null && to.requireVersion().compareTo(from.requireVersion()) < 0;
    }

    private static boolean isKernelOrOurs(ActionChange change) {
        return switch (change.kind()) {
            case FILE, LINK, HARDLINK ->
                RebootPaths.matches(change.subject().action().path());
            default -> false;
        };
    }

    private static List<String> notes(ImagePlan plan, Actuators actuators, boolean texts) {
        List<String> notes = new ArrayList<>();
        actuators.services().forEach((what, services) -> notes.add(what + ": " + String.join(", ", services)));
        ReleaseNotes released = ReleaseNotes.of(plan);
        if (!released.lines().isEmpty()) {
            notes.add(
                    texts || released.mustDisplay()
                            ? "Release notes:\n" + String.join("\n", released.lines())
                            : "There are release notes: once it is done, snapup history -n 1 -N shows them.");
        }
        return notes;
    }

    private static @Nullable String publisher(PackageChange change) {
        Fmri shown = change.to() != null ? change.to() : change.from();
        return shown == null ? null : shown.publisher();
    }

    private static @Nullable String version(@Nullable Fmri fmri) {
        return fmri == null ? null : fmri.requireVersion().shortText();
    }
}
