package org.snapup.daemon.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.logging.LogText;
import org.snapup.exec.CommandException;
import org.snapup.exec.Companion;

/**
 * Keeps logind from shutting the machine down or putting it to sleep while a job runs. The lock is held by a companion
 * process, systemd-inhibit, and is gone with this one. Confined to one thread at a time.
 */
public final class Inhibitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inhibitor.class);
    private static final Path PROGRAM = Path.of("/usr/bin/systemd-inhibit");
    private static final Path BOOTED = Path.of("/run/systemd/system");

    private final Path program;
    private @Nullable Companion lock;

    Inhibitor(Path program) {
        this.program = program;
    }

    /** One where the machine was booted by systemd, whose bus lets root alone block; empty elsewhere. */
    public static Optional<Inhibitor> forThisSystem(long uid) {
        boolean possible = uid == 0 && Files.isDirectory(BOOTED) && Files.isExecutable(PROGRAM);
        return possible ? Optional.of(new Inhibitor(PROGRAM)) : Optional.empty();
    }

    /** Takes the lock, unless it is held. A lock that can't be had is no reason not to work. */
    public void hold(String why) {
        if (lock != null && lock.isAlive()) {
            return;
        }
        try {
            lock = Companion.start(List.of(
                    program.toString(),
                    "--what=shutdown:sleep",
                    "--mode=block",
                    "--who=snapupd",
                    "--why=" + LogText.escape(why),
                    "/bin/cat"));
        } catch (CommandException e) {
            LOG.atWarn().setCause(e).log("no lock against shutdown");
        }
    }

    public void release() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
