package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BE's state before a job touches it, as the job's file keeps it: what a clone of it needs to become like it, and what
 * a restore puts back.
 *
 * @param next it was the one that boots next
 * @param datasets parents before children; one for a backend that has no nested datasets
 */
public record Captured(String name, String uuid, String guid, boolean next, List<Dataset> datasets) {
    /** The property of the root dataset that holds the BE's description. */
    public static final String DESCRIPTION = "org.snapup:description";

    public Captured {
        requireNonNull(name, "name");
        requireNonNull(uuid, "uuid");
        requireNonNull(guid, "guid");
        datasets = List.copyOf(datasets);
    }

    /** Where it was mounted, null where it wasn't. */
    public @Nullable Path mountpoint() {
        String mountedAt = datasets.get(0).mountedAt();
        return mountedAt == null ? null : Path.of(mountedAt);
    }

    /**
     * What a new BE is cloned from: this BE, with other properties, and without its description.
     *
     * @param properties for every dataset; they replace the BE's own
     * @param description of the new BE
     * @param whole with the datasets beneath the root
     */
    public Captured forNew(Map<String, String> properties, @Nullable String description, boolean whole) {
        List<Dataset> changed = new ArrayList<>();
        for (Dataset dataset : whole ? datasets : datasets.subList(0, 1)) {
            Map<String, String> all = new HashMap<>(dataset.properties());
            all.putAll(properties);
            all.remove(DESCRIPTION);
            if (dataset.path().isEmpty() && description != null) {
                all.put(DESCRIPTION, description);
            }
            changed.add(new Dataset(dataset.path(), dataset.guid(), all, dataset.mountedAt(), dataset.temporary()));
        }
        return new Captured(name, uuid, guid, next, changed);
    }

    /**
     * One dataset of the BE.
     *
     * @param path beneath the BE's root dataset, empty for that itself
     * @param properties those whose source is local, by name
     * @param mountedAt where it was mounted
     * @param temporary it was mounted there without its mountpoint property saying so
     */
    public record Dataset(
            String path,
            String guid,
            Map<String, String> properties,
            @Nullable String mountedAt,
            boolean temporary) {
        public Dataset {
            requireNonNull(path, "path");
            requireNonNull(guid, "guid");
            properties = Map.copyOf(properties);
        }
    }
}
