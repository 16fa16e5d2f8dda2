package org.snapup.ffi.peer;

import java.util.Locale;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** Asks the kernel who connected. One implementation a system; none of them waits. */
public interface PeerCredentials {
    /**
     * The peer of a connected Unix domain socket.
     *
     * @param fd its descriptor; the caller keeps it open during the call
     * @throws PeerException when the kernel doesn't say
     */
    KernelPeer of(int fd);

    /** The one for the system this runs on. */
    static PeerCredentials forThisSystem() {
        PeerLibC libc = LibraryLoader.create(PeerLibC.class).load("c");
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.equals("linux")) {
            return new LinuxPeerCredentials(libc);
        } else if (name.equals("sunos")) {
            return new IllumosPeerCredentials(libc);
        }
        return new BsdPeerCredentials(libc);
    }

    /** The error number of the last call of this thread. */
    static int errno() {
        return LastError.getLastError(Runtime.getSystemRuntime());
    }
}
