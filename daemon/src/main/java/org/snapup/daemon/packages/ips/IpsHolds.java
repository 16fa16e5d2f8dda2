package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.Freeze;
import org.snapup.ips.query.Formats;
import org.snapup.protocol.ImageChanges.AvoidRequest;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.ImageChanges.FreezeRequest;
import org.snapup.protocol.ImageChanges.UnavoidRequest;
import org.snapup.protocol.ImageChanges.UnfreezeRequest;

/** Packages that are kept where they are, or out. What became of each is told to the listener. */
final class IpsHolds {
    private IpsHolds() {}

    /** Whether anything changed; empty where the change is none of these. */
    static Optional<Boolean> configure(Path root, Change change, Path cache, IpsListener listener) {
        if (change instanceof FreezeRequest request) {
            boolean dryRun = Boolean.TRUE.equals(request.dryRun());
            Collection<Freeze> frozen =
                    Ips.freeze(root, request.packages(), Optional.ofNullable(request.reason()), dryRun, cache);
            frozen.forEach(freeze ->
                    listener.note(freeze.stem() + " was frozen at " + Formats.withoutBuild(freeze.version())));
            return Optional.of(!dryRun && !frozen.isEmpty());
        } else if (change instanceof UnfreezeRequest request) {
            boolean dryRun = Boolean.TRUE.equals(request.dryRun());
            Optional<Boolean> changed =
                    told(Ips.unfreeze(root, request.packages(), dryRun, cache), " was unfrozen.", listener);
            return dryRun ? Optional.of(false) : changed;
        } else if (change instanceof AvoidRequest request) {
            return told(Ips.avoid(root, request.packages(), cache, listener), " is avoided.", listener);
        } else if (change instanceof UnavoidRequest request) {
            return told(Ips.unavoid(root, request.packages(), cache, listener), " isn't avoided any more.", listener);
        }
        return Optional.empty();
    }

    private static Optional<Boolean> told(Collection<String> stems, String what, IpsListener listener) {
        stems.forEach(stem -> listener.note(stem + what));
        return Optional.of(!stems.isEmpty());
    }
}
