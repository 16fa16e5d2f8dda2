package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;

/**
 * What the solver has to know about one version of a package.
 *
 * @param fmri with publisher and version
 * @param obsolete it says that the package ends here
 * @param renamed it says that those it requires take its place
 * @param explicit it is only installed when it is named
 * @param installHold the name of a hold that an incorporation places on itself
 * @param variants the values that it is made for, of each variant it speaks of
 * @param dependencies those that count in the image
 */
public record PackageEntry(
        Fmri fmri,
        boolean obsolete,
        boolean renamed,
        boolean explicit,
        @Nullable String installHold,
        Map<String, List<String>> variants,
        List<Dependency> dependencies) {

    public PackageEntry {
        variants = Map.copyOf(variants);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Reads the actions of a catalog's dependency part, or a whole manifest's.
     *
     * @param image what of them the image takes
     */
    public static PackageEntry of(Fmri fmri, Iterable<Action> actions, ActionFilter image) {
        boolean obsolete = false;
        boolean renamed = false;
        boolean explicit = false;
        String installHold = null;
        Map<String, List<String>> variants = new HashMap<>();
        List<Dependency> dependencies = new ArrayList<>();
        for (Action action : actions) {
            if (action.kind() == ActionKind.DEPEND) {
                if (image.test(action)) {
                    Dependency.of(action).ifPresent(dependencies::add);
                }
                continue;
            }
            String name = action.kind() == ActionKind.SET ? action.get("name") : null;
            if (name == null) {
                continue;
            }
            boolean on = action.attributes().isTrue("value");
            switch (name) {
                case "pkg.obsolete" -> obsolete = on;
                case "pkg.renamed" -> renamed = on;
                case "pkg.depend.explicit-install" -> explicit = on;
                case "pkg.depend.install-hold" -> installHold = action.get("value");
                default -> {
                    if (name.startsWith("variant.")) {
                        variants.put(name, action.attributes().all("value"));
                    }
                }
            }
        }
        return new PackageEntry(fmri, obsolete, renamed, explicit, installHold, variants, dependencies);
    }

    boolean incorporates() {
        return dependencies.stream().anyMatch(dependency -> dependency.type() == DependencyType.INCORPORATE);
    }

    /** Whether it is made for an image with these variants. */
    boolean fits(Map<String, String> imageVariants) {
        return variants.entrySet().stream().allMatch(entry -> {
            String ours = imageVariants.get(entry.getKey());
            return ours == null || entry.getValue().contains(ours);
        });
    }
}
