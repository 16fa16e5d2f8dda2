package org.snapup.ips.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param packages every package that was looked at, by name; those last whose files lie over each other
 * @param unmatched patterns that match nothing that is installed, and paths that no installed package delivers
 */
public record Verified(List<VerifiedPackage> packages, List<String> unmatched) {
    public Verified {
        packages = List.copyOf(packages);
        unmatched = List.copyOf(unmatched);
    }
}
