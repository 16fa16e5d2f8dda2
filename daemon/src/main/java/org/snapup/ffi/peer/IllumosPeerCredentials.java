package org.snapup.ffi.peer;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.byref.PointerByReference;

/** illumos: getpeerucred(3C) tells everything, groups included. */
final class IllumosPeerCredentials implements PeerCredentials {
    private final PeerLibC libc;

    IllumosPeerCredentials(PeerLibC libc) {
        this.libc = libc;
    }

    @Override
    public KernelPeer of(int fd) {
        // A null pointer asks for a new structure, which ucred_free gives back.
        PointerByReference reference = new PointerByReference();
        if (libc.getpeerucred(fd, reference) != 0) {
            throw new PeerException("getpeerucred failed: errno " + PeerCredentials.errno());
        }
        Pointer credentials = reference.getValue();
        try {
            int uid = libc.ucred_geteuid(credentials);
            int gid = libc.ucred_getegid(credentials);
            if (uid == -1 || gid == -1) {
                throw new PeerException("getpeerucred knows no user or no group of the peer");
            }
            long pid = Math.max(0, libc.ucred_getpid(credentials));
            return new KernelPeer(
                    Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid), pid, groups(credentials, gid));
        } finally {
            libc.ucred_free(credentials);
        }
    }

    private List<Long> groups(Pointer credentials, int gid) {
        PointerByReference reference = new PointerByReference();
        int count = libc.ucred_getgroups(credentials, reference);
        if (count < 0) {
            throw new PeerException("ucred_getgroups failed: errno " + PeerCredentials.errno());
        }
        List<Long> groups = new ArrayList<>();
        groups.add(Integer.toUnsignedLong(gid));
        for (int i = 0; i < count; i++) {
            long group = Integer.toUnsignedLong(reference.getValue().getInt((long) i * Integer.BYTES));
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }
}
