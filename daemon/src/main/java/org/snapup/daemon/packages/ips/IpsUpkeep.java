package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snapup.ips.IpsListener;
import org.snapup.ips.upkeep.ManualMarks;
import org.snapup.protocol.ImageChanges.FlagRequest;

/** What keeps an image in order and changes no package. */
final class IpsUpkeep {
    private IpsUpkeep() {}

    /** Whether a mark changed; how many did is told to the listener, as pkg(1) says it. */
    static boolean flag(Path root, FlagRequest request, Path cache, IpsListener listener) {
        List<String> words = new ArrayList<>(List.of("snapup", "flag", request.manual() ? "-m" : "-M"));
        words.addAll(request.packages());
        int changed = ManualMarks.set(root, request.packages(), request.manual(), cache, words);
        listener.note(changed + (changed == 1 ? " package updated." : " packages updated."));
        return changed > 0;
    }
}
