package org.snapup.daemon.storage.zfs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;

/**
 * Estimates what destroying a BE frees. What the snapshots refer to that an heir takes over stays, less what they share
 * with the origin of the dataset, which was never the dataset's own. What was freed between two such snapshots is left
 * out.
 */
final class FreedSpace {
    /** What each dataset of the BE needs to have been asked for. */
    static final List<String> PROPERTIES =
            List.of("guid", "origin", "usedbydataset", "usedbysnapshots", "usedbyrefreservation");

    private final Map<String, Dataset> datasets;
    private final Map<String, Long> inherited = new HashMap<>();

    FreedSpace(Map<String, Dataset> datasets) {
        this.datasets = datasets;
    }

    /** An heir takes over the dataset's snapshots up to one, of which {@code referenced} was asked for. */
    void goesOn(String dataset, Dataset lastSnapshot) {
        inherited.put(dataset, lastSnapshot.number("referenced"));
    }

    long bytes(ZfsCommands commands) {
        List<String> origins = inherited.keySet().stream()
                .map(datasets::get)
                .filter(Objects::nonNull)
                .map(dataset -> dataset.value("origin"))
                .filter(origin -> origin.contains("@"))
                .toList();
        Map<String, Dataset> shared = commands.get(origins, "referenced");
        long sum = 0;
        for (Dataset dataset : datasets.values()) {
            long own = dataset.number("usedbydataset")
                    + dataset.number("usedbysnapshots")
                    + dataset.number("usedbyrefreservation");
            Dataset origin = shared.get(dataset.value("origin"));
            long stays =
                    inherited.getOrDefault(dataset.name(), 0L) - (origin == null ? 0 : origin.number("referenced"));
            sum += Math.max(0, own - Math.max(0, stays));
        }
        return sum;
    }
}
