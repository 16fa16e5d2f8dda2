package org.snapup.ips.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * What a package says of itself: the fields of {@code pkg info}.
 *
 * @param fmri with publisher and version
 * @param renamedTo what takes the place of a renamed package
 * @param humanVersion a version for people, where it differs from the release
 * @param packaged when it was published
 * @param lastInstall when it came into the image
 * @param lastUpdate when it last changed in the image
 * @param size bytes that the payloads for this image take, unpacked
 * @param attributes the values of all set actions by name, in the manifest's order
 */
public record PackageInfo(
        Fmri fmri,
        Set<PackageState> states,
        @Nullable String summary,
        @Nullable String description,
        List<Category> categories,
        List<String> renamedTo,
        @Nullable String humanVersion,
        @Nullable Instant packaged,
        @Nullable Instant lastInstall,
        @Nullable Instant lastUpdate,
        long size,
        Map<String, List<String>> attributes) {

    /**
     * A class of software.
     *
     * @param scheme of the classification, {@code org.opensolaris.category.2008} for example; may be empty
     */
    public record Category(String scheme, String name) {
        static Category parse(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Category("", text)
                    : new Category(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    public PackageInfo {
        states = Set.copyOf(states);
        categories = List.copyOf(categories);
        renamedTo = List.copyOf(renamedTo);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** The line {@code State:}, as {@code Installed (Frozen, Manually installed)}. */
    public String stateText() {
        String main = states.contains(PackageState.INSTALLED)
                ? "Installed"
                : states.contains(PackageState.UNSUPPORTED) ? "Unsupported" : "Not installed";
        List<String> more = new ArrayList<>();
        if (states.contains(PackageState.OBSOLETE)) {
            more.add("Obsolete");
        } else if (states.contains(PackageState.RENAMED)) {
            more.add("Renamed");
        } else if (states.contains(PackageState.LEGACY)) {
            more.add("Legacy");
        }
        if (states.contains(PackageState.FROZEN)) {
            more.add("Frozen");
        }
        if (states.contains(PackageState.MANUAL)) {
            more.add("Manually installed");
        }
        return more.isEmpty() ? main : main + " (" + String.join(", ", more) + ")";
    }
}
