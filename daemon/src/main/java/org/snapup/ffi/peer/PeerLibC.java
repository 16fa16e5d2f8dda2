package org.snapup.ffi.peer;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.byref.PointerByReference;

/**
 * The C library's functions, by their C names; each system has only some, and a missing one fails when it is called.
 * Public only because jnr-ffi's generated code must see it.
 */
public interface PeerLibC {
    int getsockopt(int fd, int level, int option, @Out byte[] value, @In @Out int[] length);

    /** For commands that take a number. */
    int fcntl(int fd, int command, int value);

    /** BSD and macOS. */
    int getpeereid(int fd, @Out IntByReference uid, @Out IntByReference gid);

    /** illumos; the five that follow read what it gives. */
    int getpeerucred(int fd, @In @Out PointerByReference credentials);

    int ucred_geteuid(Pointer credentials);

    int ucred_getegid(Pointer credentials);

    int ucred_getpid(Pointer credentials);

    int ucred_getgroups(Pointer credentials, @Out PointerByReference groups);

    void ucred_free(Pointer credentials);

    int getpwuid_r(int uid, Pointer entry, Pointer strings, long size, @Out PointerByReference result);

    int getpwnam_r(@In byte[] name, Pointer entry, Pointer strings, long size, @Out PointerByReference result);

    int getgrnam_r(@In byte[] name, Pointer entry, Pointer strings, long size, @Out PointerByReference result);

    int getgrouplist(@In byte[] name, int gid, @Out int[] groups, @In @Out int[] count);
}
