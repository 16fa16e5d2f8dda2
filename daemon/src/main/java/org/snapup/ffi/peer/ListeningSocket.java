package org.snapup.ffi.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;

/** Linux: what a descriptor from somebody else is. Constants are from the kernel's asm-generic/socket.h. */
public final class ListeningSocket {
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 04000;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;

    private ListeningSocket() {}

    /** Makes accepting return at once when nobody waits; a service manager hands over sockets that block. */
    public static void dontBlock(int fd) {
        PeerLibC libc = LibraryLoader.create(PeerLibC.class).load("c");
        int flags = libc.fcntl(fd, F_GETFL, 0);
        if (flags < 0 || libc.fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
            throw new PeerException("fcntl on descriptor " + fd + " failed: errno " + PeerCredentials.errno());
        }
    }

    /** Whether it is a Unix domain stream socket that listens. */
    public static boolean is(int fd) {
        PeerLibC libc = LibraryLoader.create(PeerLibC.class).load("c");
        return option(libc, fd, SO_DOMAIN) == AF_UNIX
                && option(libc, fd, SO_TYPE) == SOCK_STREAM
                && option(libc, fd, SO_ACCEPTCONN) == 1;
    }

    /** The option's value, -1 where there is none. */
    private static int option(PeerLibC libc, int fd, int option) {
        byte[] value = new byte[Integer.BYTES];
        int[] length = {value.length};
        if (libc.getsockopt(fd, SOL_SOCKET, option, value, length) != 0) {
            return -1;
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }
}
