package org.snapup.daemon.workflows.names;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a request meant when it was accepted, by identity: the queue and a reboot may lie between acceptance and work.
 *
 * @param liveUuid the BE that the machine ran, empty where it runs none of these
 * @param subjectUuid the BE that the request is about ({@code -R DIR}, a BE's name); null: the live one
 * @param root {@code -R DIR}, absolute, the links above it resolved
 */
public record Binding(
        String liveUuid,
        @Nullable String subjectUuid,
        @Nullable String root) {
    public Binding {
        requireNonNull(liveUuid, "liveUuid");
    }

    /** The request is about whatever runs. */
    public boolean isLive() {
        return subjectUuid == null || subjectUuid.equals(liveUuid);
    }
}
