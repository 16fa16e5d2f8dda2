package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.upkeep.CachedContents;
import org.snapup.ips.upkeep.FormatUpdate;
import org.snapup.ips.upkeep.ManualMarks;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.ImageChanges.CleanRequest;
import org.snapup.protocol.ImageChanges.FlagRequest;
import org.snapup.protocol.ImageChanges.PurgeHistoryRequest;
import org.snapup.protocol.ImageChanges.RebuildIndexRequest;
import org.snapup.protocol.ImageChanges.UpdateFormatRequest;

/** What keeps an image in order and changes no package; where pkg(1) says something of it, the listener is told the same. */
final class IpsUpkeep {
    private IpsUpkeep() {}

    /** Whether anything changed; empty where the change is none of these. */
    static Optional<Boolean> configure(Path root, Change change, Path cache, IpsListener listener) {
        if (change instanceof FlagRequest request) {
            return Optional.of(flag(root, request, cache, listener));
        } else if (change instanceof CleanRequest) {
            return Optional.of(CachedContents.remove(root, cache, listener) > 0);
        } else if (change instanceof UpdateFormatRequest) {
            boolean changed = FormatUpdate.run(root, cache, List.of("snapup", "update-format"), listener);
            listener.note(changed ? "Image format updated." : "Image format already current.");
            return Optional.of(changed);
        } else if (change instanceof PurgeHistoryRequest) {
            ImageSettings.purgeHistory(root, List.of("snapup", "purge-history"));
            return Optional.of(true);
        } else if (change instanceof RebuildIndexRequest) {
            Image.read(root); // which there has to be
            listener.note("No index is kept that could be built anew: search reads the packages' manifests.");
            return Optional.of(false);
        }
        return Optional.empty();
    }

    private static boolean flag(Path root, FlagRequest request, Path cache, IpsListener listener) {
        List<String> words = new ArrayList<>(List.of("snapup", "flag", request.manual() ? "-m" : "-M"));
        words.addAll(request.packages());
        int changed = ManualMarks.set(root, request.packages(), request.manual(), cache, words);
        listener.note(changed + (changed == 1 ? " package updated." : " packages updated."));
        return changed > 0;
    }
}
