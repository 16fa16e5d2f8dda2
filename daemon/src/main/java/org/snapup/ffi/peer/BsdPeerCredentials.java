package org.snapup.ffi.peer;

import jnr.ffi.byref.IntByReference;

/** FreeBSD, the other BSDs and macOS: getpeereid(3) tells user and group; pid and groups stay unknown. */
final class BsdPeerCredentials implements PeerCredentials {
    private final PeerLibC libc;

    BsdPeerCredentials(PeerLibC libc) {
        this.libc = libc;
    }

    @Override
    public KernelPeer of(int fd) {
        IntByReference uid = new IntByReference(-1);
        IntByReference gid = new IntByReference(-1);
        if (libc.getpeereid(fd, uid, gid) != 0 || uid.getValue() == -1) {
            throw new PeerException("getpeereid failed: errno " + PeerCredentials.errno());
        }
        return new KernelPeer(Integer.toUnsignedLong(uid.getValue()), Integer.toUnsignedLong(gid.getValue()), 0, null);
    }
}
