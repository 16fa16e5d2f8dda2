package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.verify.Finding;
import org.snapup.ips.verify.VerifiedPackage;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Severity;
import org.snapup.protocol.ImageQueries.Verified;
import org.snapup.protocol.ImageQueries.VerifyRequest;

/** What the library finds wrong in an image, as the protocol's records. */
final class IpsVerification {
    private IpsVerification() {}

    static Verified verify(Path root, VerifyRequest request, Path cache, IpsListener listener) {
        org.snapup.ips.verify.Verified verified = Ips.verify(
                root, ImageQueries.orEmpty(request.packages()), ImageQueries.orEmpty(request.paths()), cache, listener);
        return new Verified(
                null, verified.packages().stream().map(IpsVerification::show).toList(), verified.unmatched());
    }

    private static ImageQueries.VerifiedPackage show(VerifiedPackage verified) {
        return new ImageQueries.VerifiedPackage(
                IpsAnswers.text(verified.fmri()),
                verified.findings().stream().map(IpsVerification::show).toList());
    }

    private static ImageQueries.Finding show(Finding finding) {
        return new ImageQueries.Finding(Severity.valueOf(finding.severity().name()), finding.subject(), finding.text());
    }
}
