package org.snapup.ffi.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Linux: SO_PEERCRED and, since 4.13, SO_PEERGROUPS. Sources: unix(7), the kernel's asm-generic/socket.h. */
final class LinuxPeerCredentials implements PeerCredentials {
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int UCRED_BYTES = 12;
    private static final int ENOPROTOOPT = 92;
    private static final int ERANGE = 34;
    private static final int FEW_GROUPS = 64;

    /** The kernel's own limit is 65,536 groups a process. */
    private static final int MOST_GROUPS = 1 << 16;

    private final PeerLibC libc;

    LinuxPeerCredentials(PeerLibC libc) {
        this.libc = libc;
    }

    @Override
    public KernelPeer of(int fd) {
        byte[] ucred = new byte[UCRED_BYTES];
        int[] length = {ucred.length};
        if (libc.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred, length) != 0 || length[0] != UCRED_BYTES) {
            throw new PeerException("getsockopt SO_PEERCRED failed: errno " + PeerCredentials.errno());
        }
        ByteBuffer fields = ByteBuffer.wrap(ucred).order(ByteOrder.nativeOrder());
        long pid = Integer.toUnsignedLong(fields.getInt());
        int uid = fields.getInt();
        int gid = fields.getInt();
        if (uid == -1) {
            throw new PeerException("SO_PEERCRED says nothing about this socket: is it connected?");
        }
        return new KernelPeer(Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid), pid, groups(fd, gid));
    }

    /** The supplementary groups and the effective one; null where the kernel is too old to tell. */
    private @Nullable List<Long> groups(int fd, int gid) {
        int room = FEW_GROUPS * Integer.BYTES;
        while (room <= MOST_GROUPS * Integer.BYTES) {
            byte[] gids = new byte[room];
            int[] length = {room};
            if (libc.getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, gids, length) == 0) {
                return list(gid, ByteBuffer.wrap(gids, 0, length[0]).order(ByteOrder.nativeOrder()));
            }
            int errno = PeerCredentials.errno();
            if (errno == ENOPROTOOPT) {
                return null;
            }
            if (errno != ERANGE || length[0] <= room) {
                throw new PeerException("getsockopt SO_PEERGROUPS failed: errno " + errno);
            }
            room = length[0];
        }
        throw new PeerException("the kernel tells of more groups than a process can have");
    }

    private static List<Long> list(int gid, ByteBuffer supplementary) {
        List<Long> groups = new ArrayList<>();
        groups.add(Integer.toUnsignedLong(gid));
        while (supplementary.hasRemaining()) {
            long group = Integer.toUnsignedLong(supplementary.getInt());
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }
}
