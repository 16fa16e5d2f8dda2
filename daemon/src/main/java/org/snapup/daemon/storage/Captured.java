package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

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
    public Captured {
        requireNonNull(name, "name");
        requireNonNull(uuid, "uuid");
        requireNonNull(guid, "guid");
        datasets = List.copyOf(datasets);
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
