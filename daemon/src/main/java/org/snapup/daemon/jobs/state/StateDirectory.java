package org.snapup.daemon.jobs.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The daemon's own folder, outside every BE and locked for life.
 *
 * <pre>
 * STATE/lock        held by the one daemon; its pid is in it
 * STATE/instance    {@code UUID FORMAT}; the storage is bound to the same uuid
 * STATE/counter     the last job's number
 * STATE/booted      uuids of the BEs that ran, one a line
 * STATE/jobs/       one file a job
 * STATE/cache/      what engines fetched; in unfinished/ what they are writing, removed at the next start
 * STATE/transfers/  streams that clients send
 * </pre>
 */
public final class StateDirectory implements AutoCloseable {
    /** In the cache: what engines were writing when the last daemon was killed; see {@code EngineContext.cache()}. */
    private static final String UNFINISHED = "unfinished";

    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
    private static final int FORMAT = 1;

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private String instance = "";

    private StateDirectory(Path folder, FileChannel lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens and locks the folder; makes it (0700) where it is absent.
     *
     * @throws SnapupException {@code STATE_REFUSED} when another daemon holds it
     */
    public static StateDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            // Of all that may fail in a folder of another user this says that a permission is missing.
            FileChannel file = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            FileLock lock = tryLock(file);
            if (lock == null) {
                String holder = Files.readString(folder.resolve("lock")).strip();
                file.close();
                throw new SnapupException(
                        ErrorCode.STATE_REFUSED,
                        folder.toString(),
                        "another snapupd (pid " + holder + ") works with " + folder + "; stop that one first",
                        null);
            }
            leavePid(file);
            StateDirectory state = new StateDirectory(folder, file, lock);
            for (Path inner : List.of(state.jobs(), state.cache(), state.transfers())) {
                Files.createDirectories(inner);
            }
            empty(state.cache().resolve(UNFINISHED));
            return state;
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STATE_REFUSED,
                    folder.toString(),
                    "the state directory " + folder + " can't be used: " + e,
                    e);
        }
    }

    /**
     * Removes what is in a folder, if there is one. Where a process that outlived its daemon still writes, what is left is
     * for the next start.
     */
    private static void empty(Path folder) throws IOException {
        try (Stream<Path> inner = Files.list(folder)) {
            for (Path path : inner.toList()) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    empty(path);
                }
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            return; // nothing to remove
        } catch (DirectoryNotEmptyException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .setCause(e)
                    .log("somebody still writes to what was left unfinished");
        }
    }

    /** Only for the message of a second daemon: a disk too full for it is one to recover on. */
    private static void leavePid(FileChannel file) {
        try {
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the pid isn't in the lock file");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this process
        }
    }

    /**
     * Makes sure that this state and the storage belong together.
     *
     * @param bound the instance that the storage is bound to, empty for a fresh one
     * @param adopt take a storage over that is bound to another instance, or to none
     * @return the instance's uuid; new where both sides are fresh
     * @throws SnapupException {@code STATE_REFUSED} when one side is missing or another one's: the history, and with it
     *     the knowledge of unfinished jobs, would be lost
     */
    public String bind(Optional<String> bound, boolean adopt) {
        try {
            Optional<String> stored = DurableFiles.read(folder.resolve("instance"));
            if (stored.isEmpty()) {
                if (bound.isPresent() && !adopt) {
                    throw new SnapupException(
                            ErrorCode.STATE_REFUSED,
                            folder.toString(),
                            "the boot environments belong to snapupd instance " + bound.get() + ", but " + folder
                                    + " is empty; give the state directory of that instance back, or take the"
                                    + " environments over with: snapupd --adopt",
                            null);
                }
                instance = UUID.randomUUID().toString();
                DurableFiles.write(folder.resolve("instance"), instance + " " + FORMAT + "\n");
                return instance;
            }
            String[] words = stored.get().strip().split(" ", -1);
            if (words.length != 2 || words[0].isEmpty() || !words[1].matches("[0-9]{1,6}")) {
                throw new SnapupException(
                        ErrorCode.STATE_REFUSED,
                        folder.toString(),
                        folder.resolve("instance") + " is damaged; "
                                + bound.map(uuid -> "write the instance of the boot environments into it: " + uuid + " "
                                                + FORMAT)
                                        .orElse("give it back from a backup"),
                        null);
            }
            if (Integer.parseInt(words[1]) > FORMAT) {
                throw new SnapupException(
                        ErrorCode.STATE_REFUSED,
                        folder.toString(),
                        "a newer snapupd wrote " + folder.resolve("instance") + "; start that one",
                        null);
            }
            instance = words[0];
            if (bound.isEmpty() && lastJob() > 0 && !adopt) {
                throw new SnapupException(
                        ErrorCode.STATE_REFUSED,
                        folder.toString(),
                        folder + " holds the jobs of instance " + instance + ", but the boot environments belong to"
                                + " none: they aren't the ones that these jobs changed; give the right ones back, or"
                                + " take these over with: snapupd --adopt",
                        null);
            }
            if (bound.isPresent() && !bound.get().equals(instance) && !adopt) {
                throw new SnapupException(
                        ErrorCode.STATE_REFUSED,
                        folder.toString(),
                        folder + " belongs to instance " + instance + ", the boot environments to " + bound.get()
                                + "; give each its own, or take the environments over with: snapupd --adopt",
                        null);
            }
            return instance;
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.STATE_REFUSED, "the state in " + folder + " can't be read: " + e, e);
        }
    }

    /** The uuid that {@link #bind} gave. */
    public String instance() {
        return instance;
    }

    public Path jobs() {
        return folder.resolve("jobs");
    }

    /** Streams that clients send, until a job has made BEs of them. */
    public Path transfers() {
        return folder.resolve("transfers");
    }

    public Path cache() {
        return folder.resolve("cache");
    }

    public Path folder() {
        return folder;
    }

    /** The last number that a job got, 0 before the first. */
    public long lastJob() {
        try {
            return DurableFiles.read(folder.resolve("counter"))
                    .map(text -> Long.parseLong(text.strip()))
                    .orElse(0L);
        } catch (IOException | NumberFormatException e) {
            throw new SnapupException(
                    ErrorCode.STATE_REFUSED,
                    "the counter " + folder.resolve("counter")
                            + " is damaged; write the number of the last job into it",
                    e);
        }
    }

    public void saveLastJob(long number) throws IOException {
        DurableFiles.write(folder.resolve("counter"), number + "\n");
    }

    /** Remembers that the machine ran this BE. */
    public void addBooted(String uuid) {
        try {
            Set<String> booted = new LinkedHashSet<>(booted());
            if (booted.add(uuid)) {
                DurableFiles.write(folder.resolve("booted"), String.join("\n", booted) + "\n");
            }
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.STATE_REFUSED, "the state in " + folder + " can't be written: " + e, e);
        }
    }

    /** The uuids of the BEs that ran. */
    public Set<String> booted() {
        try {
            return DurableFiles.read(folder.resolve("booted"))
                    .map(text -> Set.of(text.strip().split("\n", -1)))
                    .orElse(Set.of());
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.STATE_REFUSED, "the state in " + folder + " can't be read: " + e, e);
        }
    }

    @Override
    public void close() {
        try (lockFile) {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
