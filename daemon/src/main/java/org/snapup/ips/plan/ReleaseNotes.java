package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;

/**
 * What is to be read of the packages that come: files with {@code release-note=FMRI}, and as pkg(1) does it those that such
 * files take the place of, where the image had an older version of that package, or with {@code feature/pkg/self@0} none of
 * the package itself.
 *
 * @param mustDisplay one of them has to be shown
 * @param lines of all, in order
 */
public record ReleaseNotes(boolean mustDisplay, List<String> lines) {
    private static final String ATTRIBUTE = "release-note";
    private static final String THIS_PACKAGE = "feature/pkg/self";
    private static final String NEVER_BEFORE = "0,5.11";

    public ReleaseNotes {
        lines = List.copyOf(lines);
    }

    /** Those of a plan, from the packages' origins. @throws IpsException CANCELLED */
    public static ReleaseNotes of(ImagePlan plan) {
        Map<String, Fmri> installed = new HashMap<>(plan.installed());
        for (PackageChange change : plan.packages()) {
            if (change.from() == null) {
                installed.remove(change.stem());
            } else {
                installed.put(change.stem(), change.from());
            }
        }
        boolean mustDisplay = false;
        List<String> lines = new ArrayList<>();
        for (List<ActionChange> changes : List.of(plan.updates(), plan.installs())) {
            for (ActionChange change : changes) {
                for (PlannedAction note : notes(change)) {
                    if (isFor(installed, note)) {
                        mustDisplay |= note.action().attributes().isTrue("must-display");
                        text(plan, note).lines().forEach(lines::add);
                    }
                }
            }
        }
        return new ReleaseNotes(mustDisplay, lines);
    }

    private static List<PlannedAction> notes(ActionChange change) {
        boolean before = isNote(change.from());
        boolean after = isNote(change.to());
        return before || after
                ? Stream.of(change.from(), change.to())
                        .filter(ReleaseNotes::isNote)
                        .toList()
                : List.of();
    }

    private static boolean isNote(@Nullable PlannedAction planned) {
        return planned != null
                && planned.kind() == ActionKind.FILE
                && planned.action().attributes().has(ATTRIBUTE);
    }

    /** A text that can't be had is no reason not to install; what stands in its place says so. */
    private static String text(ImagePlan plan, PlannedAction note) {
        try {
            return LicenseTexts.read(plan.catalogs(), note.fmri(), note.action());
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.CANCELLED) {
                throw e;
            }
            return "The release note " + note.action().path() + " of "
                    + note.fmri().shortText() + " can't be read: " + e.getMessage();
        }
    }

    private static boolean isFor(Map<String, Fmri> installed, PlannedAction note) {
        for (String text : note.action().attributes().all(ATTRIBUTE)) {
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
                : named.requireVersion().compareTo(has.requireVersion()) >= 0;
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
