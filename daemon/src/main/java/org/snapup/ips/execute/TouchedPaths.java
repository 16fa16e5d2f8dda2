package org.snapup.ips.execute;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlannedAction;

/**
 * The paths that a plan may change. One that is missing here costs a little: {@link Target} has it noted when it comes to
 * it.
 */
final class TouchedPaths {
    private static final List<String> SUFFIXES = List.of(".old", ".new", ".update", ".legacy");

    /** Bytes of a name that one of them fits behind. */
    private static final int LONGEST = 255 - ".update".length();

    private final Set<BytePath> paths = new LinkedHashSet<>();

    private TouchedPaths() {}

    /** @param notes the file of release notes, empty where there are none */
    static Set<BytePath> of(ImagePlan plan, Optional<BytePath> notes) {
        TouchedPaths touched = new TouchedPaths();
        touched.paths.add(ImageLayout.CONFIG);
        notes.ifPresent(touched.paths::add);
        plan.changes().forEach(change -> {
            touched.add(change.from());
            touched.add(change.to());
        });
        for (PackageChange change : plan.packages()) {
            Optional.<Fmri>ofNullable(change.to()).map(ImageLayout::manifest).ifPresent(touched.paths::add);
        }
        return touched.paths;
    }

    private void add(@Nullable PlannedAction planned) {
        if (planned == null) {
            return;
        }
        switch (planned.kind()) {
            case FILE -> {
                BytePath path = BytePath.of(planned.action().path());
                paths.add(path);
                if (planned.action().get("preserve") != null && path.name().length <= LONGEST) {
                    SUFFIXES.forEach(suffix -> paths.add(FileActions.withSuffix(path, suffix)));
                }
            }
            case DIR, LINK, HARDLINK -> paths.add(BytePath.of(planned.action().path()));
            case LICENSE -> paths.add(PackageRecords.license(planned));
            case LEGACY -> paths.add(PackageRecords.pkginfo(planned));
            case USER, GROUP -> Accounts.FILES.forEach(file -> paths.add(BytePath.of(file)));
            case DRIVER -> Drivers.FILES.forEach(file -> paths.add(BytePath.of(file)));
            case SET, DEPEND, UNKNOWN, SIGNATURE -> {
                // Nothing in the image, or noted when it comes.
            }
        }
    }
}
