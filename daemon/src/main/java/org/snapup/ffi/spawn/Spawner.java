package org.snapup.ffi.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.NativeLibrary;

/** Starts child processes. Safe on any thread. */
public final class Spawner {
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_SESSION = 0x80;

    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final int SIGKILL = 9;
    private static final int SIGCHLD = 17;
    private static final long DEFAULT_ACTION = 0;

    /**
     * SIGPIPE, and two that glibc would leave ignored, in a sigset_t, where bit N-1 is signal N. What else this process was
     * told to ignore, as by nohup(1), its children ignore, too.
     */
    private static final long BACK_TO_DEFAULT = 1L << (13 - 1) | 1L << (32 - 1) | 1L << (33 - 1);

    private static final long SYS_PIDFD_OPEN = 434;
    private static final int ENOEXEC = 8;
    private static final int LAST_STANDARD_STREAM = 2;

    private static final byte[] ROOT = {'/', 0};
    private static final Runtime RUNTIME = Runtime.getSystemRuntime();

    private final SpawnCalls calls;
    private final Pointer attributes;
    private final int nothing;

    private Spawner(SpawnCalls calls, Pointer attributes, int nothing) {
        this.calls = calls;
        this.attributes = attributes;
        this.nothing = nothing;
    }

    /** Empty where the C library or the kernel can't. */
    public static Optional<Spawner> forThisSystem() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        NativeLibrary library;
        try {
            library = NativeLibrary.open(Path.of("libc.so.6"));
        } catch (LibraryMismatchException e) {
            return Optional.empty();
        }
        if (!library.has("posix_spawn_file_actions_addclosefrom_np")) {
            return Optional.empty();
        }
        SpawnCalls calls = library.bind(SpawnCalls.class);
        int self = (int) calls.syscall(SYS_PIDFD_OPEN, ProcessHandle.current().pid(), 0);
        if (self == -1) {
            return Optional.empty();
        }
        calls.close(self);
        int nothing =
                calls.open(new byte[] {'/', 'd', 'e', 'v', '/', 'n', 'u', 'l', 'l', 0}, READ_ONLY | CLOSE_ON_EXEC);
        if (nothing <= LAST_STANDARD_STREAM) {
            // One of our own three was closed: a pipe could get such a number, too.
            return Optional.empty();
        }
        // Who ignores it has children that are gone before they can be waited for. Java does the same.
        calls.signal(SIGCHLD, DEFAULT_ACTION);
        return Optional.of(new Spawner(calls, attributes(calls), nothing));
    }

    private static Pointer attributes(SpawnCalls calls) {
        Pointer attributes = Memory.allocateDirect(RUNTIME, SpawnMemory.STRUCTURE_BYTES, true);
        Pointer signals = Memory.allocateDirect(RUNTIME, SpawnMemory.STRUCTURE_BYTES, true);
        calls.posix_spawnattr_init(attributes);
        calls.posix_spawnattr_setflags(attributes, (short) (SET_SESSION | SET_SIGNAL_MASK | SET_SIGNAL_DEFAULTS));
        calls.posix_spawnattr_setsigmask(attributes, signals);
        // sigaddset(3) refuses glibc's own two
        signals.putLong(0, BACK_TO_DEFAULT);
        calls.posix_spawnattr_setsigdefault(attributes, signals);
        return attributes;
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
            in = fed ? pipe() : in;
            out = pipe();
            err = pipe();
            int pid = start(argv, environment, fed ? in.from() : nothing, out.to(), err.to());
            int watched = watch(pid);
            started = true;
            return new SpawnedProcess(calls, pid, watched, in.to(), out.from(), err.from());
        } finally {
            close(in.from(), out.to(), err.to());
            if (!started) {
                close(in.to(), out.from(), err.from());
            }
        }
    }

    /** A pipe's two ends, -1 for none. */
    private record Pipe(int from, int to) {
        static final Pipe NONE = new Pipe(-1, -1);
    }

    private int start(List<String> argv, List<String> environment, int... streams) throws IOException {
        try (SpawnMemory memory = new SpawnMemory(argv, environment)) {
            int error = start(memory, streams);
            if (error == 0) {
                return memory.pid().getInt(0);
            }
            if (error != ENOEXEC || argv.get(0).equals("/bin/sh")) {
                throw failure("posix_spawn " + argv.get(0), error);
            }
        }
        // A script without a first line that names its program: as execvp(3) does it.
        List<String> script = new ArrayList<>(List.of("/bin/sh"));
        script.addAll(argv);
        return start(script, environment, streams);
    }

    /** Returns the error's number. */
    private int start(SpawnMemory memory, int... streams) throws IOException {
        Pointer actions = memory.actions();
        check("posix_spawn_file_actions_init", calls.posix_spawn_file_actions_init(actions));
        try {
            for (int i = 0; i < streams.length; i++) {
                check("adddup2", calls.posix_spawn_file_actions_adddup2(actions, streams[i], i));
            }
            check("addchdir_np", calls.posix_spawn_file_actions_addchdir_np(actions, ROOT));
            check("addclosefrom_np", calls.posix_spawn_file_actions_addclosefrom_np(actions, streams.length));
            return calls.posix_spawn(memory.pid(), memory.program(), actions, attributes, memory.argv(), memory.envp());
        } finally {
            calls.posix_spawn_file_actions_destroy(actions);
        }
    }

    /** A descriptor that becomes readable when the process ends. */
    private int watch(int pid) throws IOException {
        int fd = (int) calls.syscall(SYS_PIDFD_OPEN, pid, 0);
        if (fd == -1) {
            IOException failure = failure("pidfd_open", LastError.getLastError(RUNTIME));
            calls.kill(pid, SIGKILL);
            calls.waitpid(pid, new int[1], 0);
            throw failure;
        }
        return fd;
    }

    private Pipe pipe() throws IOException {
        int[] ends = new int[2];
        if (calls.pipe2(ends, CLOSE_ON_EXEC) != 0) {
            throw failure("pipe2", LastError.getLastError(RUNTIME));
        }
        return new Pipe(ends[0], ends[1]);
    }

    private void close(int... ends) {
        for (int end : ends) {
            if (end >= 0) {
                calls.close(end);
            }
        }
    }

    private void check(String call, int error) throws IOException {
        if (error != 0) {
            throw failure(call, error);
        }
    }

    private IOException failure(String call, int error) {
        return new IOException(call + ": " + calls.strerror(error));
    }
}
