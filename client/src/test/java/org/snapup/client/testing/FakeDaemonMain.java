package org.snapup.client.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;

/** A daemon that answers {@code be list}, for docs/benchmarks/client-start.sh. */
public final class FakeDaemonMain {
    private static final String TIME = "2026-11-23T00:00:00Z";

    private FakeDaemonMain() {}

    /** @param args the socket's path */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<BootEnvironment> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(new BootEnvironment(
                    "be-" + i,
                    "uuid-" + i,
                    i == 0,
                    i == 0,
                    i == 0 ? "/" : null,
                    5L << 30,
                    "static",
                    TIME,
                    null,
                    null,
                    false,
                    null,
                    null));
        }
        try (FakeDaemon daemon = new FakeDaemon(Path.of(args[0]))) {
            daemon.answer(BootEnvironments.LIST, new BootEnvironments.Listing(all, TIME, null));
            Thread.currentThread().join();
        }
    }
}
