package org.snapup.testing.zfs;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.testing.Requires;

/**
 * A private zfs-fuse with pools on sparse files, in the mount namespace of the test's JVM. One at a time: its socket is at
 * a fixed path, over which a folder of its own is mounted. {@link #close} ends the daemon and every mount.
 */
public final class ZfsFuse implements AutoCloseable {
    private static final List<Path> FIXED =
            List.of(Path.of("/run/zfs"), Path.of("/run/lock/zfs"), Path.of("/var/lib/zfs"));
    private static final Path SOCKET = Path.of("/run/zfs/zfs_socket");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Path folder;
    private final CommandRunner runner = ProcessRunner.create();
    private final String zfsFuse;
    private final String zfs;
    private final String zpool;
    private @Nullable Process daemon;

    private ZfsFuse(Path folder, String zfsFuse, String zfs, String zpool) {
        this.folder = folder;
        this.zfsFuse = zfsFuse;
        this.zfs = zfs;
        this.zpool = zpool;
    }

    /** Starts one with its files in a folder; skips the test where the machine lacks a part. */
    public static ZfsFuse start(Path folder) throws IOException {
        Requires.root();
        String zfsFuse = Requires.program("zfs-fuse", "zfs-fuse").toString();
        String zfs = Requires.program("zfs", "zfs-fuse").toString();
        String zpool = Requires.program("zpool", "zfs-fuse").toString();
        Requires.require(Files.exists(Path.of("/dev/fuse")), "needs /dev/fuse");
        Requires.require(
                "entered".equals(System.getenv("SNAPUP_TEST_NAMESPACE")),
                "needs a mount namespace of its own: run it with maven, or with daemon/src/test/ns/bin/java");
        ZfsFuse fuse =
                new ZfsFuse(Files.createDirectories(folder.toAbsolutePath()).toRealPath(), zfsFuse, zfs, zpool);
        try {
            for (Path fixed : FIXED) {
                Files.createDirectories(fixed);
                Path own = Files.createDirectories(
                        fuse.folder.resolve(fixed.toString().substring(1)));
                fuse.require(fuse.run("/bin/mount", "--bind", own.toString(), fixed.toString()));
            }
            fuse.startDaemon();
        } catch (IOException | RuntimeException | AssertionError e) {
            fuse.close();
            throw e;
        }
        return fuse;
    }

    private void startDaemon() throws IOException {
        File log = folder.resolve("zfs-fuse.log").toFile();
        daemon = new ProcessBuilder("/usr/bin/setsid", zfsFuse, "-n", "-a", "0", "-e", "0", "-x")
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!Files.exists(SOCKET) || !run(zpool, "list").ok()) {
            if (!daemon.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("zfs-fuse doesn't start: " + Files.readString(log.toPath()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Makes a pool of one sparse file whose mountpoints lie beneath a folder. */
    public void createPool(String pool, long mebibytes, Path altroot) throws IOException {
        Path file = folder.resolve(pool + ".img");
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(mebibytes << 20);
        }
        Files.createDirectories(altroot);
        zpool("create", "-o", "ashift=9", "-R", altroot.toRealPath().toString(), "-m", "none", pool, file.toString());
    }

    /** The power fails: the daemon is killed, what was mounted is gone; {@link #restart} brings it back. */
    public void crash() {
        Process dead = daemon;
        if (dead != null) {
            dead.destroyForcibly();
            try {
                if (!dead.waitFor(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("zfs-fuse " + dead.pid() + " can't be killed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            daemon = null;
        }
        unmountAll();
        try {
            Files.deleteIfExists(SOCKET);
        } catch (IOException e) {
            throw new AssertionError("can't remove zfs-fuse's socket", e);
        }
    }

    /** Starts the daemon again and imports the pool; nothing is mounted that doesn't mount by itself. */
    public void restart(String pool, Path altroot) throws IOException {
        startDaemon();
        zpool(
                "import",
                "-f",
                "-d",
                folder.toString(),
                "-R",
                altroot.toRealPath().toString(),
                pool);
    }

    private void unmountAll() {
        for (String path : mounts()) {
            run("/bin/umount", "-l", path);
        }
    }

    /** Every zfs mount of this namespace, the last mounted first. */
    private List<String> mounts() {
        try {
            List<String> mounts = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                if (line.contains(" fuse.zfs ")) {
                    mounts.add(line.split(" ", -1)[4].replace("\\040", " "));
                }
            }
            Collections.reverse(mounts);
            return mounts;
        } catch (IOException e) {
            throw new AssertionError("can't read what is mounted", e);
        }
    }

    /** Runs zfs; anything but success fails the test. Gives what it printed, without the last line's end. */
    public String zfs(String... arguments) {
        return require(tryZfs(arguments)).out().stripTrailing();
    }

    public String zpool(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(zpool));
        argv.addAll(Arrays.asList(arguments));
        return require(run(argv.toArray(String[]::new))).out().stripTrailing();
    }

    public CommandResult tryZfs(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(zfs));
        argv.addAll(Arrays.asList(arguments));
        return run(argv.toArray(String[]::new));
    }

    private CommandResult run(String... argv) {
        return runner.run(Command.of(TIMEOUT, List.of(argv)));
    }

    private CommandResult require(CommandResult result) {
        if (!result.ok()) {
            throw new AssertionError("a command of the test failed: " + result);
        }
        return result;
    }

    @Override
    public void close() {
        crash();
        List<Path> bound = new ArrayList<>(FIXED);
        Collections.reverse(bound);
        for (Path fixed : bound) {
            run("/bin/umount", "-l", fixed.toString());
        }
    }
}
