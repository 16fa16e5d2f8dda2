package org.snapup.daemon.server.access;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.Peer;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The users and groups under {@code [policy] members}. Immutable; names are looked up at each question. */
public final class Members {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);
    private static final Pattern FORM = Pattern.compile("(?:(group|user):([^:\\s]+)|uid:(\\d{1,10}))");
    private static final long LARGEST_ID = 0xffff_fffeL;

    private final List<Member> members;
    private final Accounts accounts;

    private Members(List<Member> members, Accounts accounts) {
        this.members = List.copyOf(members);
        this.accounts = accounts;
    }

    private enum Kind {
        GROUP,
        USER,
        UID
    }

    private record Member(Kind kind, String name) {}

    /**
     * Reads {@code group:NAME}, {@code user:NAME} and {@code uid:NUMBER}.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} naming the entry that has another form
     */
    public static Members parse(List<String> specifications, Accounts accounts) {
        return new Members(specifications.stream().map(Members::parse).toList(), accounts);
    }

    private static Member parse(String specification) {
        Matcher matcher = FORM.matcher(specification);
        if (matcher.matches()) {
            if (matcher.group(3) == null) {
                return new Member("group".equals(matcher.group(1)) ? Kind.GROUP : Kind.USER, matcher.group(2));
            }
            if (Long.parseLong(matcher.group(3)) <= LARGEST_ID) {
                return new Member(Kind.UID, matcher.group(3));
            }
        }
        throw new SnapupException(
                ErrorCode.BAD_CONFIGURATION,
                "policy.members",
                "policy.members: '" + specification + "' is not group:NAME, user:NAME or uid:NUMBER",
                null);
    }

    /**
     * Whether the peer is one of them. Asks the name service, so never on an event loop. A name that nobody has matches
     * nobody.
     *
     * @throws org.snapup.ffi.peer.PeerException when the name service fails
     */
    boolean contains(Peer peer) {
        for (Member member : members) {
            if (matches(member, peer)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(Member member, Peer peer) {
        OptionalLong id = switch (member.kind()) {
            case GROUP -> accounts.groupId(member.name());
            case USER -> accounts.userId(member.name());
            case UID -> OptionalLong.of(Long.parseLong(member.name()));
        };
        if (id.isEmpty()) {
            LOG.atDebug()
                    .addKeyValue("name", member.name())
                    .log("a member of the policy is unknown to the name service");
            return false;
        }
        return member.kind() == Kind.GROUP ? peer.groups().contains(id.getAsLong()) : peer.uid() == id.getAsLong();
    }
}
