package org.snapup.ffi;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.mode_t;

/**
 * The C library's functions, by their C names. Public only because jnr-ffi's generated code must see it; use {@link
 * RootDirectory}, {@link DirectoryHandle} and {@link FileHandle}. Paths and names are NUL-terminated byte arrays.
 */
public interface LibC {
    int openat(int directory, @In byte[] path, int flags, int mode);

    int close(int fd);

    long read(int fd, ByteBuffer buffer, long size);

    long write(int fd, ByteBuffer buffer, long size);

    int fsync(int fd);

    int syncfs(int fd);

    int ftruncate(int fd, long size);

    long lseek(int fd, long offset, int whence);

    int fstatat(int directory, @In byte[] path, @Out byte[] stat, int flags);

    int statx(int directory, @In byte[] path, int flags, int mask, @Out byte[] statx);

    int mkdirat(int directory, @In byte[] path, @mode_t int mode);

    int mknodat(int directory, @In byte[] path, @mode_t int mode, long device);

    int unlinkat(int directory, @In byte[] path, int flags);

    int renameat(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to);

    int renameat2(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to, int flags);

    int symlinkat(@In byte[] target, int directory, @In byte[] path);

    int linkat(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to, int flags);

    long readlinkat(int directory, @In byte[] path, @Out byte[] target, long size);

    int fchown(int fd, int uid, int gid);

    int fchownat(int directory, @In byte[] path, int uid, int gid, int flags);

    int fchmod(int fd, @mode_t int mode);

    int fchmodat(int directory, @In byte[] path, @mode_t int mode, int flags);

    int futimens(int fd, @In long[] times);

    int utimensat(int directory, @In byte[] path, @In long[] times, int flags);

    int faccessat(int directory, @In byte[] path, int mode, int flags);

    int ioctl(int fd, long request, long argument);

    int fcntl(int fd, int command, @In @Out byte[] argument);

    long syscall(long number, long first, @In byte[] second, @In byte[] third, long fourth);

    long fgetxattr(int fd, @In byte[] name, @Out byte[] value, long size);

    int fsetxattr(int fd, @In byte[] name, @In byte[] value, long size, int flags);

    long flistxattr(int fd, @Out byte[] list, long size);

    long lgetxattr(@In byte[] path, @In byte[] name, @Out byte[] value, long size);

    int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, long size, int flags);

    long llistxattr(@In byte[] path, @Out byte[] list, long size);

    Pointer fdopendir(int fd);

    Pointer readdir(Pointer stream);

    int closedir(Pointer stream);

    int geteuid();
}
