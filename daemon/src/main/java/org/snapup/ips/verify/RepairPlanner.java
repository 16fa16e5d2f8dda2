package org.snapup.ips.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ActionDiff;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.plan.PlannedAction;

/** Plans what makes an image again what its packages delivered. Writes nothing beneath the root. */
public final class RepairPlanner {
    /** More findings than that are only counted. */
    private static final int TOLD = 200;

    private final Path root;
    private final Path cache;
    private final IpsListener listener;
    private final InstalledManifests manifests;

    /** For one image; the cache as the planner's. */
    public RepairPlanner(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
        this.manifests = new InstalledManifests(root, cache);
    }

    /**
     * Plans a {@link PlanRequest.Fix} or {@link PlanRequest.Revert}; what is found wrong is told to the listener.
     *
     * @throws IpsException NOT_FOUND for a pattern or path without a match, BAD_INPUT, CANCELLED, IO
     */
    public ImagePlan plan(PlanRequest request) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            Map<PlannedAction, Finding.Mending> repairs;
            if (request instanceof PlanRequest.Fix fix) {
                repairs = findings(fix);
            } else if (request instanceof PlanRequest.Revert revert) {
                repairs = new RevertSearch(files, image, manifests, listener).find(revert);
            } else {
                throw new IllegalArgumentException(request + " repairs nothing");
            }
            List<ActionChange> removals = new ArrayList<>();
            List<ActionChange> updates = new ArrayList<>();
            repairs.forEach((planned, mending) -> {
                if (mending == Finding.Mending.REMOVAL) {
                    removals.add(new ActionChange(planned, null));
                } else {
                    updates.add(mend(planned, mending));
                }
            });
            relink(files, image, repairs, updates);
            removals.sort(ActionChange.ORDER.reversed());
            updates.sort(ActionChange.ORDER);
            return new ImagePlan(
                    request,
                    image.digest(),
                    List.of(),
                    removals,
                    List.of(),
                    updates,
                    image.installed(),
                    image.avoids(),
                    Optional.empty(),
                    false,
                    ImagePackages.refresh(image, cache, false, listener));
        }
    }

    private Map<PlannedAction, Finding.Mending> findings(PlanRequest.Fix fix) {
        Verified verified = new ImageVerification(root, cache, listener).verify(fix.patterns(), List.of());
        if (!verified.unmatched().isEmpty()) {
            throw IpsException.notFound("no installed package matches " + String.join(", ", verified.unmatched())
                    + ": check the names with snapup list");
        }
        Map<PlannedAction, Finding.Mending> repairs = new LinkedHashMap<>();
        int told = 0;
        for (VerifiedPackage verifiedPackage : verified.packages()) {
            for (Finding finding : verifiedPackage.findings()) {
                if (finding.isError()) {
                    Fmri fmri = verifiedPackage.fmri();
                    Fmri from = finding.from();
                    repairs.merge(
                            new PlannedAction(from == null ? fmri : from, finding.action()),
                            finding.mending(),
                            (a, b) -> a.compareTo(b) >= 0 ? a : b);
                    if (told++ < TOLD) {
                        listener.note(fmri.name() + ": " + finding.subject() + ": " + finding.text());
                    }
                }
            }
        }
        if (told > TOLD) {
            listener.note("... and " + (told - TOLD) + " findings more.");
        }
        return repairs;
    }

    private static ActionChange mend(PlannedAction planned, Finding.Mending mending) {
        // What was there before stands for the content that may stay; a licence was accepted when it came.
        boolean stays = mending == Finding.Mending.ATTRIBUTES || planned.kind() == ActionKind.LICENSE;
        return new ActionChange(stays ? planned : null, planned);
    }

    /** A file that is made again is another file: the hard links to it have to be made again, too. */
    private void relink(
            ImageFiles files, Image image, Map<PlannedAction, Finding.Mending> repairs, List<ActionChange> updates) {
        Set<String> renewed = new HashSet<>();
        repairs.forEach((planned, mending) -> {
            if (planned.kind() == ActionKind.FILE && mending == Finding.Mending.CONTENT) {
                renewed.add(planned.action().path());
            }
        });
        if (renewed.isEmpty()) {
            return;
        }
        PackageVerifier.Scope scope = new PackageVerifier.Scope(image, Set.of());
        for (Fmri fmri : image.installed().values()) {
            listener.checkCancelled();
            manifests.read(files, fmri, action -> {
                PlannedAction planned = new PlannedAction(fmri, action);
                if (action.kind() == ActionKind.HARDLINK
                        && scope.counts(fmri, action)
                        && renewed.contains(target(action))
                        && !repairs.containsKey(planned)) {
                    updates.add(new ActionChange(planned, planned));
                }
                return false;
            });
        }
    }

    private static String target(Action hardlink) {
        return ActionDiff.hardlinkTarget(hardlink);
    }
}
