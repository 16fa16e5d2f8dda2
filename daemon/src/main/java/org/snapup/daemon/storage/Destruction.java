package org.snapup.daemon.storage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan for destroying a BE or one snapshot of it, made before anything happens and kept in the job's file; carried
 * out by identity, never by name.
 *
 * @param be the BE's name
 * @param snapshot only this snapshot goes; null: the BE goes
 * @param promote datasets that depend on the BE and take over the snapshots that they need, in order
 * @param destroy what goes, in the order in which it goes
 * @param kept what is foreign and stays, for the user to read
 * @param freedBytes an estimate
 */
public record Destruction(
        String be,
        String guid,
        @Nullable String snapshot,
        List<Target> promote,
        List<Target> destroy,
        List<String> kept,
        long freedBytes) {
    public Destruction {
        requireNonNull(be, "be");
        requireNonNull(guid, "guid");
        promote = List.copyOf(promote);
        destroy = List.copyOf(destroy);
        kept = List.copyOf(kept);
    }

    /** A dataset, snapshot or folder. */
    public record Target(String name, String guid) {}
}
