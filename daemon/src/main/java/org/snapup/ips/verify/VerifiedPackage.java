package org.snapup.ips.verify;

import java.util.List;
import org.snapup.ips.fmri.Fmri;

/**
 * A package that was looked at.
 *
 * @param findings in the order of its manifest, those about the same thing together; empty where all is as delivered
 */
public record VerifiedPackage(Fmri fmri, List<Finding> findings) {
    public VerifiedPackage {
        findings = List.copyOf(findings);
    }

    public boolean isWhole() {
        return findings.stream().noneMatch(Finding::isError);
    }
}
