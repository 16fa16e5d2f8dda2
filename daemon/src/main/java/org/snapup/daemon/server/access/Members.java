package org.snapup.daemon.server.access;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** A list of users, groups and authorisations under {@code [policy]}. Immutable; names are looked up at each question. */
public final class Members {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);
    private static final Pattern FORM = Pattern.compile("(?:(group|user|auth):([^:\\s]+)|uid:(\\d{1,10}))");
    private static final long LARGEST_ID = 0xffff_fffeL;

    private final List<Member> members;
    private final NameService names;

    private Members(List<Member> members, NameService names) {
        this.members = List.copyOf(members);
        this.names = names;
    }

    private enum Kind {
        GROUP,
        USER,
        UID,
        AUTHORISATION
    }

    private record Member(Kind kind, String name) {}

    static Members nobody() {
        return new Members(List.of(), new NameService(new Accounts(), Optional.empty()));
    }

    /** Members under {@code policy.members} of a system without authorisations. */
    public static Members parse(List<String> specifications, Accounts accounts) {
        return parse("policy.members", specifications, new NameService(accounts, Optional.empty()));
    }

    /**
     * Reads {@code group:NAME}, {@code user:NAME}, {@code uid:NUMBER} and {@code auth:NAME}.
     *
     * @param key the list's name in the configuration
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} naming the entry that has another form, or that this
     *     system doesn't know
     */
    static Members parse(String key, List<String> specifications, NameService names) {
        return new Members(
                specifications.stream()
                        .map(specification -> parse(key, specification, names))
                        .toList(),
                names);
    }

    private static Member parse(String key, String specification, NameService names) {
        Matcher matcher = FORM.matcher(specification);
        if (matcher.matches()) {
            if ("auth".equals(matcher.group(1))) {
                if (names.authorisations().isEmpty()) {
                    throw bad(
                            key,
                            "'" + specification + "' names an authorisation, which illumos has and "
                                    + System.getProperty("os.name") + " doesn't: use group:NAME or user:NAME here");
                }
                return new Member(Kind.AUTHORISATION, matcher.group(2));
            }
            if (matcher.group(3) == null) {
                return new Member("group".equals(matcher.group(1)) ? Kind.GROUP : Kind.USER, matcher.group(2));
            }
            if (Long.parseLong(matcher.group(3)) <= LARGEST_ID) {
                return new Member(Kind.UID, matcher.group(3));
            }
        }
        throw bad(key, "'" + specification + "' is not group:NAME, user:NAME, uid:NUMBER or auth:NAME");
    }

    private static SnapupException bad(String key, String what) {
        return new SnapupException(ErrorCode.BAD_CONFIGURATION, key, key + ": " + what, null);
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
        if (member.kind() == Kind.AUTHORISATION) {
            return names.accounts()
                    .userName(peer.uid())
                    .filter(user -> names.authorisations().orElseThrow().has(member.name(), user))
                    .isPresent();
        }
        OptionalLong id = switch (member.kind()) {
            case GROUP -> names.accounts().groupId(member.name());
            case USER -> names.accounts().userId(member.name());
            case UID -> OptionalLong.of(Long.parseLong(member.name()));
            case AUTHORISATION -> OptionalLong.empty();
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
