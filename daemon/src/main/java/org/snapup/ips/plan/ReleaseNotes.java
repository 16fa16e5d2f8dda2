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
 * What is to be read of the packages that come, from their files with {@code release-note=FMRI}, and as pkg(1) does it from
 * those that such files take the place of: those that are for who has an
 * older version of that package, or with {@code feature/pkg/self@0} for who has none of the package itself.
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

    /** Those of a plan, from the packages' origins; without a text that no origin has. */
    public static ReleaseNotes of(ImagePlan plan) {
        Map<String, Fmri> installed = new HashMap<>(plan.installed());
        for (PackageChange change : plan.packages()) {
            if (change.from() == null) {
                installed.remove(change.stem());
            } else {
                installed.put(change.stem(), change.from());
            }
        }
        boolean[] mustDisplay = new boolean[1];
        List<String> lines = new ArrayList<>();
        Stream.concat(plan.updates().stream(), plan.installs().stream())
                .flatMap(change -> Stream.of(Optional.ofNullable(change.from()), Optional.ofNullable(change.to())))
                .flatMap(Optional::stream)
                .filter(planned -> planned.kind() == ActionKind.FILE && isFor(installed, planned))
                .forEach(planned -> {
                    mustDisplay[0] |= planned.action().attributes().isTrue("must-display");
                    text(plan, planned).ifPresent(text -> text.lines().forEach(lines::add));
                });
        return new ReleaseNotes(mustDisplay[0], lines);
    }

    private static Optional<String> text(ImagePlan plan, PlannedAction note) {
        try {
            return Optional.of(LicenseTexts.read(plan.catalogs(), note.fmri(), note.action()));
        } catch (IpsException e) {
            return Optional.empty();
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
