package org.snapup.ips.solve;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
