package org.snapup.ffi.spawn;

import static org.snapup.ffi.NativeFunction.CType.INT;
import static org.snapup.ffi.NativeFunction.CType.LONG;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.NativeFunction;
import org.snapup.ffi.NativeLibrary;
import org.snapup.ffi.spawn.SpawnCalls.Pipe;

/** Starts child processes. Safe on any thread. */
public final class Spawner {
    /** Default actions for some signals, a mask of blocked ones, a session. */
    private static final long FLAGS = 0x04 | 0x08 | 0x80;

    /**
     * SIGPIPE, and two that glibc would leave ignored, in a sigset_t, where bit N-1 is signal N. What else this process was
     * told to ignore, as by nohup(1), its children ignore, too.
     */
    private static final long BACK_TO_DEFAULT = 1L << (13 - 1) | 1L << (32 - 1) | 1L << (33 - 1);

    private static final int ENOEXEC = 8;
    private static final int LAST_STANDARD_STREAM = 2;
    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    private final SpawnCalls calls;
    private final NativeFunction spawn;
    private final NativeFunction initActions;
    private final NativeFunction destroyActions;
    private final NativeFunction addDuplicate;
    private final NativeFunction addChangeOfFolder;
    private final NativeFunction addCloseFrom;

    /** These three are there for as long as this process. */
    private final long attributes;

    private final long root = string("/");
    private final int nothing;

    private Spawner(NativeLibrary library, SpawnCalls calls, int nothing) {
        this.calls = calls;
        this.nothing = nothing;
        spawn = library.function("posix_spawn", INT, LONG, LONG, LONG, LONG, LONG, LONG);
        initActions = library.function("posix_spawn_file_actions_init", INT, LONG);
        destroyActions = library.function("posix_spawn_file_actions_destroy", INT, LONG);
        addDuplicate = library.function("posix_spawn_file_actions_adddup2", INT, LONG, INT, INT);
        addChangeOfFolder = library.function("posix_spawn_file_actions_addchdir_np", INT, LONG, LONG);
        addCloseFrom = library.function("posix_spawn_file_actions_addclosefrom_np", INT, LONG, INT);
        attributes = attributes(library);
    }

    /** Empty where the C library or the kernel can't. */
    public static Optional<Spawner> forThisSystem() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        try {
            NativeLibrary library = NativeLibrary.open(Path.of("libc.so.6"));
            library.require(List.of("posix_spawn_file_actions_addclosefrom_np"));
            SpawnCalls calls = new SpawnCalls(library);
            int self = calls.watch(ProcessHandle.current().pid());
            if (self < 0) {
                return Optional.empty();
            }
            calls.close(self);
            int nothing = calls.open(string("/dev/null"));
            if (nothing <= LAST_STANDARD_STREAM) {
                // One of our own three was closed: a pipe could get such a number, too.
                return Optional.empty();
            }
            calls.keepEndedChildren();
            return Optional.of(new Spawner(library, calls, nothing));
        } catch (LibraryMismatchException e) {
            return Optional.empty();
        }
    }

    private static long attributes(NativeLibrary library) {
        long attributes = MEMORY.allocateMemory(SpawnMemory.STRUCTURE_BYTES, true);
        long signals = MEMORY.allocateMemory(SpawnMemory.STRUCTURE_BYTES, true);
        library.function("posix_spawnattr_init", INT, LONG).call(attributes);
        library.function("posix_spawnattr_setflags", INT, LONG, INT).call(attributes, FLAGS);
        library.function("posix_spawnattr_setsigmask", INT, LONG, LONG).call(attributes, signals);
        // sigaddset(3) refuses glibc's own two.
        MEMORY.putLong(signals, BACK_TO_DEFAULT);
        library.function("posix_spawnattr_setsigdefault", INT, LONG, LONG).call(attributes, signals);
        MEMORY.freeMemory(signals);
        return attributes;
    }

    /** Stays for ever. */
    private static long string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        long address = MEMORY.allocateMemory(bytes.length + 1L, true);
        MEMORY.putByteArray(address, bytes, 0, bytes.length);
        return address;
    }

    /**
     * Starts a program in a session of its own, in the folder {@code /}, with no signal blocked, with no descriptor
     * but the first three, and with a pipe for each output.
     *
     * @param argv the program's absolute path, and its arguments
     * @param environment each {@code NAME=VALUE}
     * @param fed whether it reads from a pipe, too; else from /dev/null
     * @throws IOException when it can't be started; nothing is left of it then
     */
    public SpawnedProcess spawn(List<String> argv, List<String> environment, boolean fed) throws IOException {
        Pipe in = Pipe.NONE;
        Pipe out = Pipe.NONE;
        Pipe err = Pipe.NONE;
        boolean started = false;
        try {
            in = fed ? calls.pipe() : in;
            out = calls.pipe();
            err = calls.pipe();
            int pid = start(argv, environment, fed ? in.from() : nothing, out.to(), err.to());
            int watched = watch(pid);
            started = true;
            return new SpawnedProcess(calls, pid, watched, in.to(), out.from(), err.from());
        } finally {
            calls.close(in.from(), out.to(), err.to());
            if (!started) {
                calls.close(in.to(), out.from(), err.from());
            }
        }
    }

    private int start(List<String> argv, List<String> environment, int... streams) throws IOException {
        try (SpawnMemory memory = new SpawnMemory(argv, environment)) {
            int error = start(memory, streams);
            if (error == 0) {
                return memory.readPid();
            }
            if (error != ENOEXEC || argv.get(0).equals("/bin/sh")) {
                throw calls.failure("posix_spawn " + argv.get(0), error);
            }
        }
        // A script without a first line that names its program: as execvp(3) does it.
        List<String> script = new ArrayList<>(List.of("/bin/sh"));
        script.addAll(argv);
        return start(script, environment, streams);
    }

    /** Returns the error's number. */
    private int start(SpawnMemory memory, int... streams) throws IOException {
        long actions = memory.actions();
        check("init", initActions.call(actions));
        try {
            for (int i = 0; i < streams.length; i++) {
                check("adddup2", addDuplicate.call(actions, streams[i], i));
            }
            check("addchdir_np", addChangeOfFolder.call(actions, root));
            check("addclosefrom_np", addCloseFrom.call(actions, streams.length));
            return (int) spawn.call(memory.pid(), memory.program(), actions, attributes, memory.argv(), memory.envp());
        } finally {
            destroyActions.call(actions);
        }
    }

    private void check(String action, long error) throws IOException {
        if (error != 0) {
            throw calls.failure("posix_spawn_file_actions_" + action, (int) error);
        }
    }

    private int watch(int pid) throws IOException {
        int fd = calls.watch(pid);
        if (fd < 0) {
            IOException failure = calls.failure("pidfd_open");
            calls.kill(pid);
            calls.reap(pid);
            throw failure;
        }
        return fd;
    }
}
