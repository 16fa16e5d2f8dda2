package org.snapup.ips.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new image is to be like.
 *
 * @param publishers origins by name, highest rank first
 * @param variants by full name; {@code variant.arch} and {@code variant.opensolaris.zone} get a value if missing
 * @param facets by full name or pattern
 */
public record ImageSpec(
        Map<String, List<String>> publishers, Map<String, String> variants, Map<String, Boolean> facets) {

    public ImageSpec {
        publishers = Collections.unmodifiableMap(new LinkedHashMap<>(publishers));
        Map<String, String> complete = new LinkedHashMap<>(variants);
        complete.putIfAbsent("variant.arch", architecture());
        complete.putIfAbsent("variant.opensolaris.zone", "global");
        variants = Collections.unmodifiableMap(complete);
        facets = Collections.unmodifiableMap(new LinkedHashMap<>(facets));
    }

    /** What IPS calls the processor that this runs on. */
    private static String architecture() {
        return System.getProperty("os.arch", "").startsWith("sparc") ? "sparc" : "i386";
    }
}
