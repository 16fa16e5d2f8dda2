package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.ips.parsable.Messages;
import org.snapup.daemon.packages.ips.parsable.Parsable;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.verify.Finding;
import org.snapup.ips.verify.VerifiedPackage;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Verification;
import org.snapup.protocol.Verification.Severity;
import org.snapup.protocol.Verification.Unpackaged;
import org.snapup.protocol.Verification.Verified;
import org.snapup.protocol.Verification.VerifyRequest;

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
        List<org.snapup.ips.verify.Unpackaged> unpackaged =
                sought == null ? null : Ips.unpackaged(root, cache, listener);
        org.snapup.ips.verify.Verified verified =
                sought == Unpackaged.ONLY ? null : Ips.verify(root, packages, paths, cache, listener);
        if (request.isParsable()) {
            return parsable(root, paths, verified, unpackaged);
        }
        return new Verified(
                null,
                verified == null
                        ? null
                        : verified.packages().stream()
                                .map(IpsVerification::show)
                                .toList(),
                verified == null ? null : verified.unmatched(),
                unpackaged == null
                        ? null
                        : unpackaged.stream().map(found -> show(root, found)).toList(),
                null);
    }

    /** Paths at which nothing is delivered are among the messages; patterns that match nothing aren't. */
    private static Verified parsable(
            Path root,
            List<String> paths,
            org.snapup.ips.verify.@Nullable Verified verified,
            @Nullable List<org.snapup.ips.verify.Unpackaged> unpackaged) {
        Messages messages = new Messages(Instant.now());
        if (unpackaged != null) {
            messages.with(root, unpackaged);
        }
        List<String> unmatched = List.of();
        if (verified != null) {
            messages.with(verified, paths);
            unmatched = verified.unmatched().stream()
                    .filter(pattern -> !paths.contains(pattern))
                    .toList();
        }
        return new Verified(null, null, unmatched, null, Parsable.of(root, messages));
    }

    /** What a fix of these packages is about. */
    static Messages messages(Path root, List<String> patterns, Path cache, IpsListener listener) {
        return new Messages(Instant.now()).with(Ips.verify(root, patterns, List.of(), cache, listener), List.of());
    }

    /** With the path that it has on the machine, as pkg(1) shows it. */
    private static Verification.Finding show(Path root, org.snapup.ips.verify.Unpackaged found) {
        String path =
                found.path().isRoot() ? root.toString() : root.toString().replaceFirst("/+$", "") + "/" + found.path();
        return new Verification.Finding(
                Severity.valueOf(found.severity().name()), found.kind().text() + ": " + path, found.text());
    }

    private static Verification.VerifiedPackage show(VerifiedPackage verified) {
        return new Verification.VerifiedPackage(
                IpsAnswers.text(verified.fmri()),
                verified.findings().stream().map(IpsVerification::show).toList());
    }

    private static Verification.Finding show(Finding finding) {
        return new Verification.Finding(Severity.valueOf(finding.severity().name()), finding.subject(), finding.text());
    }
}
