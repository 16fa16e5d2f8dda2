package org.snapup.daemon.health;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.Tally;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.storage.BeCache;
import org.snapup.daemon.storage.Storage;

/**
 * What is looked at.
 *
 * @param running the configuration that the daemon runs with, which a reload changes
 * @param file where that was read from
 * @param uid whom the daemon runs as
 * @param engine the package engine's name
 * @param view the BEs for readers
 * @param readOnly why nothing may be changed, empty in health
 * @param tally the jobs that ended since the start
 * @param connections how many clients there are
 * @param version the daemon's
 * @param started when the daemon was
 */
public record Subject(
        Supplier<Configuration> running,
        Path file,
        long uid,
        Storage storage,
        String engine,
        StateDirectory state,
        BeCache view,
        Queue queue,
        Supplier<Optional<String>> readOnly,
        Tally tally,
        IntSupplier connections,
        String version,
        Instant started,
        Clock clock) {
    Configuration configuration() {
        return running.get();
    }
}
