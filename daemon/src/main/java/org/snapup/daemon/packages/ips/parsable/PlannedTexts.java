package org.snapup.daemon.packages.ips.parsable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.LicenseTexts;
import org.snapup.ips.plan.PlannedAction;

/** Licences that come with a plan, with their texts. */
final class PlannedTexts {
    private PlannedTexts() {}

    /** {@code [PACKAGE, [PACKAGE, NAME, TEXT, MUST ACCEPT, MUST DISPLAY] before, and afterwards]}. */
    static List<Object> licenses(ImagePlan plan) {
        List<List<Object>> licenses = new ArrayList<>();
        plan.changes()
                .filter(change -> change.kind() == ActionKind.LICENSE && change.to() != null)
                .forEach(change -> licenses.add(List.of(
                        change.subject().fmri().toString(), license(plan, change.from()), license(plan, change.to()))));
        licenses.sort((a, b) -> a.toString().compareTo(b.toString()));
        return List.copyOf(licenses);
    }

    private static List<@Nullable Object> license(ImagePlan plan, @Nullable PlannedAction license) {
        return license == null
                ? List.of()
                : Arrays.asList(
                        license.fmri().toString(),
                        license.action().get("license"),
                        text(plan, license),
                        license.action().attributes().isTrue("must-accept"),
                        license.action().attributes().isTrue("must-display"));
    }

    /** Null where it can't be had: that is no reason not to tell of the plan. */
    private static @Nullable String text(ImagePlan plan, PlannedAction text) {
        try {
            return LicenseTexts.read(plan.catalogs(), text.fmri(), text.action());
        } catch (IpsException e) {
            return null;
        }
    }
}
