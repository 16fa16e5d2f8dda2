package org.snapup.daemon.packages.ips;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.ips.IpsException;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.LicenseTexts;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.SnapupException;

/** The licences that come with a plan. */
final class IpsLicenses {
    private IpsLicenses() {}

    /** @throws SnapupException LICENSE_NOT_ACCEPTED, naming what must be accepted */
    static void requireAccepted(ImagePlan plan) {
        List<PlannedAction> licenses = plan.licensesToAccept();
        if (!licenses.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.LICENSE_NOT_ACCEPTED,
                    licenses.get(0).fmri().name(),
                    licenses.stream()
                                    .map(license ->
                                            license.fmri().name() + " comes with the licence '" + name(license) + "'")
                                    .collect(Collectors.joining("; "))
                            + ": it must be accepted first; repeat the command with --accept, or look at it with"
                            + " -n --licenses",
                    null);
        }
    }

    /** Notes the texts of those that have to be shown. */
    static void showAsNotes(ImagePlan plan, EngineContext context) {
        for (PlannedAction license : plan.licenses()) {
            if (mustDisplay(license)) {
                String text = text(plan, license);
                context.note("Licence '" + name(license) + "' of "
                        + license.fmri().name() + (text == null ? "" : ":\n" + text.stripTrailing()));
            }
        }
    }

    /** @param texts with the texts of those that have to be shown or accepted; the others can be asked for */
    static List<License> of(ImagePlan plan, boolean texts) {
        List<PlannedAction> toAccept = plan.licensesToAccept();
        return plan.licenses().stream()
                .map(license -> new License(
                        license.fmri().name(),
                        name(license),
                        toAccept.contains(license),
                        mustDisplay(license),
                        texts && (mustDisplay(license) || toAccept.contains(license)) ? text(plan, license) : null))
                .toList();
    }

    private static String name(PlannedAction license) {
        return String.valueOf(license.action().get("license"));
    }

    private static boolean mustDisplay(PlannedAction license) {
        return license.action().attributes().isTrue("must-display");
    }

    /** Null where it can't be had: that is no reason not to tell of the plan, and an operation fails by itself. */
    private static @Nullable String text(ImagePlan plan, PlannedAction license) {
        try {
            return LicenseTexts.read(plan.catalogs(), license.fmri(), license.action());
        } catch (IpsException e) {
            return null;
        }
    }
}
