package org.snapup.daemon.server.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.snapup.daemon.jobs.queue.Peer;

/** Who has which role by name, group or authorisation. Immutable. */
public record Roles(Members administrators, Members members, Members updaters) {
    public Roles {
        requireNonNull(administrators, "administrators");
        requireNonNull(members, "members");
        requireNonNull(updaters, "updaters");
    }

    /** Members, and nobody else. */
    static Roles of(Members members) {
        Members nobody = Members.nobody();
        return new Roles(nobody, members, nobody);
    }

    /**
     * Reads the lists of {@code [policy]}.
     *
     * @throws org.snapup.protocol.SnapupException {@code BAD_CONFIGURATION} naming the list and the entry
     */
    public static Roles parse(
            List<String> administrators, List<String> members, List<String> updaters, NameService names) {
        return new Roles(
                Members.parse("policy.administrators", administrators, names),
                Members.parse("policy.members", members, names),
                Members.parse("policy.updaters", updaters, names));
    }

    /**
     * The highest role that the peer has. Asks the name service, so never on an event loop.
     *
     * @throws org.snapup.ffi.peer.PeerException when the name service fails
     */
    Role of(Peer peer) {
        if (administrators.contains(peer)) {
            return Role.ADMIN;
        } else if (members.contains(peer)) {
            return Role.MEMBER;
        }
        return updaters.contains(peer) ? Role.UPDATER : Role.OTHER;
    }
}
