package org.snapup.ips.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;

/** Patterns that a user gave, and which of them have matched something. */
final class PatternSet {
    private final List<PackagePattern> patterns;
    private final Set<PackagePattern> unmatched;

    /** @throws org.snapup.ips.IpsException BAD_INPUT for one that can't be a pattern */
    PatternSet(List<String> texts) {
        this.patterns = texts.stream().distinct().map(PackagePattern::parse).toList();
        this.unmatched = new LinkedHashSet<>(patterns);
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean hasVersions() {
        return patterns.stream().anyMatch(PackagePattern::hasVersion);
    }

    /**
     * The patterns that mean a version.
     *
     * @param newest it is the newest of its stem and publisher, which {@code @latest} asks for
     */
    List<PackagePattern> matching(Fmri fmri, boolean newest) {
        return patterns.stream()
                .filter(pattern -> pattern.matches(fmri) && (newest || !pattern.isLatest()))
                .toList();
    }

    void markMatched(List<PackagePattern> matched) {
        matched.forEach(unmatched::remove);
    }

    List<String> unmatched() {
        return unmatched.stream().map(PackagePattern::toString).toList();
    }
}
