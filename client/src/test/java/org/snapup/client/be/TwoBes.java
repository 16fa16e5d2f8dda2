package org.snapup.client.be;

import java.util.List;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Dataset;
import org.snapup.protocol.BootEnvironments.Listing;
import org.snapup.protocol.BootEnvironments.Snapshot;

/** A daemon's two BEs in {@code pool/ROOT}: {@code be} runs, and {@code new}, a clone of it, boots once. */
final class TwoBes {
    static final String TIME = "2026-11-23T05:03:14Z";
    static final String LATER = "2026-11-24T06:00:00Z";

    private TwoBes() {}

    /** Lets the daemon list them, and do each job at once. */
    static void behind(FakeDaemon daemon) {
        daemon.doEveryJob("It is done.")
                .answer(BootEnvironments.LIST, new Listing(List.of(be(), copy()), LATER, "pool/ROOT"));
    }

    private static BootEnvironment be() {
        Dataset root = new Dataset(
                "pool/ROOT/be",
                "/",
                3 << 20,
                1 << 20,
                4096,
                512,
                TIME,
                null,
                List.of(new Snapshot("now", 1536, LATER)));
        Dataset opt = new Dataset(
                "pool/ROOT/be/opt", "/opt", 8192, 8192, 0, 0, LATER, null, List.of(new Snapshot("now", 0, LATER)));
        return new BootEnvironment(
                "be", "u-1", true, true, "/", 3 << 20, "static", TIME, null, null, false, null, List.of(root, opt));
    }

    static BootEnvironment copy() {
        Dataset root = new Dataset(
                "pool/ROOT/new",
                null,
                2000,
                1000,
                0,
                0,
                LATER,
                new Snapshot("pool/ROOT/be@2026-11-24-06:00:00-0", 48, LATER),
                List.of());
        return new BootEnvironment(
                "new", "guid-7", false, false, null, 2000, "static", LATER, null, null, true, "mine", List.of(root));
    }
}
