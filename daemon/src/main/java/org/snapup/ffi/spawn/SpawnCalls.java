package org.snapup.ffi.spawn;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * The C library's functions, by their C names; those of posix_spawn return the error's number. Public only because
 * jnr-ffi's generated code must see it.
 */
public interface SpawnCalls {
    int posix_spawn(Pointer pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int as);

    int posix_spawn_file_actions_addchdir_np(Pointer actions, @In byte[] path);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    /** The action is one of C's numbers for "default" and "ignore". */
    long signal(int signal, long action);

    int open(@In byte[] path, int flags);

    int pipe2(@Out int[] ends, int flags);

    int close(int fd);

    long read(int fd, ByteBuffer buffer, long size);

    long write(int fd, ByteBuffer buffer, long size);

    int poll(@In @Out byte[] polled, long count, int millis);

    int kill(int pid, int signal);

    int waitpid(int pid, @Out int[] status, int options);

    /** For pidfd_open, which glibc itself has since 2.36 only. */
    long syscall(long number, long first, long second);

    String strerror(int number);
}
