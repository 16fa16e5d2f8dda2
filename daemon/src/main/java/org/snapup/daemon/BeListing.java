package org.snapup.daemon;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.server.calls.BeView;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeCache;
import org.snapup.daemon.storage.BeDataset;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Dataset;
import org.snapup.protocol.BootEnvironments.Listing;
import org.snapup.protocol.BootEnvironments.Snapshot;

/** The readers' view of the BEs as the protocol shows it. */
final class BeListing implements BeView {
    private static final String POLICY = "static";

    private final BeCache cache;
    private final String root;

    /** @param root the dataset or folder that holds the BEs */
    BeListing(BeCache cache, String root) {
        this.cache = cache;
        this.root = root;
    }

    @Override
    public Listing view() {
        BeCache.View view = cache.view();
        return new Listing(
                view.bes().stream().map(BeListing::show).toList(), view.asOf().toString(), root);
    }

    private static BootEnvironment show(Be be) {
        Tag tag = be.tag();
        List<Snapshot> snapshots = be.snapshots().stream()
                .filter(snapshot -> !snapshot.released())
                .map(BeListing::show)
                .toList();
        return new BootEnvironment(
                be.name(),
                be.uuid(),
                be.live(),
                be.next(),
                text(be.mountpoint()),
                be.spaceBytes(),
                POLICY,
                be.created().toString(),
                tag == null ? null : tag.job(),
                snapshots,
                be.once(),
                be.description(),
                be.datasets().stream().map(BeListing::show).toList());
    }

    private static Dataset show(BeDataset dataset) {
        BeDataset.Origin origin = dataset.origin();
        return new Dataset(
                dataset.name(),
                dataset.mountpoint(),
                dataset.spaceBytes(),
                dataset.ownBytes(),
                dataset.snapshotBytes(),
                dataset.reservedBytes(),
                dataset.created().toString(),
                origin == null
                        ? null
                        : new Snapshot(
                                origin.name(),
                                origin.spaceBytes(),
                                origin.created().toString()),
                dataset.snapshots().stream()
                        .filter(snapshot -> !snapshot.released())
                        .map(BeListing::show)
                        .toList());
    }

    private static Snapshot show(BeSnapshot snapshot) {
        return new Snapshot(
                snapshot.name(), snapshot.spaceBytes(), snapshot.created().toString());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
