package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.List;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.verify.Finding;
import org.snapup.ips.verify.VerifiedPackage;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Severity;
import org.snapup.protocol.ImageQueries.Unpackaged;
import org.snapup.protocol.ImageQueries.Verified;
import org.snapup.protocol.ImageQueries.VerifyRequest;

/** What the library finds wrong in an image, as the protocol's records. */
final class IpsVerification {
    private IpsVerification() {}

    static Verified verify(Path root, VerifyRequest request, Path cache, IpsListener listener) {
        List<String> packages = ImageQueries.orEmpty(request.packages());
        List<String> paths = ImageQueries.orEmpty(request.paths());
        Unpackaged sought = request.unpackaged();
        if (sought == Unpackaged.ONLY && !packages.isEmpty()) {
            throw IpsException.badInput(
                    "what no package delivers doesn't belong to packages: leave them out, or ask for"
                            + " unpackaged contents beside them");
        }
        if (sought != null && !paths.isEmpty()) {
            throw IpsException.badInput(
                    "what no package delivers is looked for everywhere, not at paths: leave them out");
        }
        List<ImageQueries.Finding> unpackaged = sought == null
                ? null
                : Ips.unpackaged(root, cache, listener).stream()
                        .map(found -> show(root, found))
                        .toList();
        if (sought == Unpackaged.ONLY) {
            return new Verified(null, null, null, unpackaged);
        }
        org.snapup.ips.verify.Verified verified = Ips.verify(root, packages, paths, cache, listener);
        return new Verified(
                null,
                verified.packages().stream().map(IpsVerification::show).toList(),
                verified.unmatched(),
                unpackaged);
    }

    /** With the path that it has on the machine, as pkg(1) shows it. */
    private static ImageQueries.Finding show(Path root, org.snapup.ips.verify.Unpackaged found) {
        String path =
                found.path().isRoot() ? root.toString() : root.toString().replaceFirst("/+$", "") + "/" + found.path();
        return new ImageQueries.Finding(
                Severity.valueOf(found.severity().name()), found.kind().text() + ": " + path, found.text());
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
