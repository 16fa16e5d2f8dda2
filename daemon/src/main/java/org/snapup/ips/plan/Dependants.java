package org.snapup.ips.plan;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;

/** Which installed packages others depend on, as pkg(1) counts it. */
public final class Dependants {
    private final Set<String> kept = new HashSet<>();

    private Dependants() {}

    /** Of what is installed in an image; dependencies that its variants and facets rule out don't count. */
    public static Dependants of(Image image) {
        Dependants dependants = new Dependants();
        ActionFilter filter = image.config().actionFilter();
        for (Fmri fmri : image.installed().values()) {
            for (Action action : image.installedCatalog().dependencies(fmri)) {
                if (filter.test(action)) {
                    dependants.add(fmri, action);
                }
            }
        }
        return dependants;
    }

    private void add(Fmri fmri, Action action) {
        @Nullable String name = action.kind() == ActionKind.SET ? action.get("name") : null;
        if ("pkg.depend.install-hold".equals(name)) {
            kept.add(fmri.name());
        } else if (action.kind() == ActionKind.DEPEND) {
            switch (String.valueOf(action.get("type"))) {
                case "require", "conditional", "optional" ->
                    action.attributes()
                            .all("fmri")
                            .forEach(text -> kept.add(Fmri.parse(text).name()));
                default -> {
                    // a group, an incorporation and their like stay without it
                }
            }
        }
    }

    /** Whether nothing depends on the package, so that it may go. */
    public boolean allowRemoval(String stem) {
        return !kept.contains(stem);
    }
}
