package org.snapup.daemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.snapup.daemon.IpsWorld;

/** A boot archive command that stands still while a file is there, so that a test can act in the middle of a job. */
final class HeldArchive {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path hold;
    private final Path pid;

    /** Writes the command into the world's folder and its configuration; nothing is held yet. */
    HeldArchive(IpsWorld world) throws IOException {
        hold = world.folder().resolve("hold");
        pid = world.folder().resolve("archive-pid");
        Path script = world.folder().resolve("archive");
        Files.writeString(
                script,
                "#!/bin/sh\necho $$ > " + pid + ".new\nmv " + pid + ".new " + pid + "\nwhile [ -e " + hold
                        + " ]; do sleep 0.05; done\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(world.config(), "[boot]\narchive = [\"" + script + "\"]\n", StandardOpenOption.APPEND);
    }

    void hold() throws IOException {
        Files.deleteIfExists(pid);
        Files.writeString(hold, "");
    }

    void release() throws IOException {
        Files.deleteIfExists(hold);
    }

    /** Waits until the command stands still. */
    long awaitPid() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(pid)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the boot archive command was not started");
            }
            LockSupport.parkNanos(5_000_000);
        }
        return Long.parseLong(Files.readString(pid).strip());
    }

    /** Whether a process runs; one that nobody waited for doesn't. */
    static boolean isRunning(long process) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process), "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        String text = Files.readString(stat);
        return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    }
}
