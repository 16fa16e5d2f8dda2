package org.snapup.daemon.packages.ips.parsable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.LicenseTexts;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlannedAction;

/** Licences and release notes that come with a plan, with their texts. */
final class PlannedTexts {
    private static final String THIS_PACKAGE = "feature/pkg/self";
    private static final String NEVER_BEFORE = "0,5.11";

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

    /** The lines of those that are for who has what is installed. */
    static List<String> releaseNotes(ImagePlan plan) {
        Map<String, Fmri> installed = new HashMap<>(plan.installed());
        for (PackageChange change : plan.packages()) {
            if (change.from() == null) {
                installed.remove(change.stem());
            } else {
                installed.put(change.stem(), change.from());
            }
        }
        List<String> lines = new ArrayList<>();
        Stream.concat(plan.installs().stream(), plan.updates().stream())
                .map(ActionChange::to)
                .flatMap(Stream::ofNullable)
                .filter(planned -> planned.kind() == ActionKind.FILE && isFor(installed, planned))
                .forEach(planned -> {
                    String text = text(plan, planned);
                    if (text != null) {
                        text.lines().forEach(lines::add);
                    }
                });
        return lines;
    }

    /** An older version is installed than the one that the note names, or none of a package whose first it is. */
    private static boolean isFor(Map<String, Fmri> installed, PlannedAction note) {
        for (String text : note.action().attributes().all("release-note")) {
            Optional<Fmri> named = parsed(text);
            if (named.isPresent() && isFor(installed, note.fmri(), named.get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(Map<String, Fmri> installed, Fmri itself, Fmri named) {
        boolean self = named.name().equals(THIS_PACKAGE);
        @Nullable Fmri has = installed.get(self ? itself.name() : named.name());
        return has == null
                ? self && named.requireVersion().toString().equals(NEVER_BEFORE)
                : named.requireVersion().compareTo(has.requireVersion()) > 0;
    }

    /** Empty for what is no FMRI with a version: pkg(1) passes over it, too. */
    private static Optional<Fmri> parsed(String text) {
        try {
            Fmri named = Fmri.parse(text);
            return named.version() == null ? Optional.empty() : Optional.of(named);
        } catch (IpsException e) {
            return Optional.empty();
        }
    }
}
