package org.snapup.daemon.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Roles by names and, where the system has them, by authorisations; root is an account on every machine. */
final class RolesTest {
    private static final NameService ILLUMOS = new NameService(
            new Accounts(),
            Optional.of(
                    (authorisation, user) -> user.equals("root") && authorisation.equals("solaris.snapup.install")));
    private static final NameService OTHER = new NameService(new Accounts(), Optional.empty());

    private static Peer peer(long uid) {
        return new Peer(uid, uid, 1, List.of(uid));
    }

    @Test
    void shouldGiveTheHighestRole() {
        Roles roles =
                Roles.parse(List.of("uid:1"), List.of("uid:1", "uid:2"), List.of("uid:1", "uid:2", "uid:3"), OTHER);

        assertThat(roles.of(peer(1))).isEqualTo(Role.ADMIN);
        assertThat(roles.of(peer(2))).isEqualTo(Role.MEMBER);
        assertThat(roles.of(peer(3))).isEqualTo(Role.UPDATER);
        assertThat(roles.of(peer(4))).isEqualTo(Role.OTHER);
    }

    @Test
    void shouldAskForAuthorisationsByTheUsersName() {
        Roles roles = Roles.parse(
                List.of("auth:solaris.snapup.admin"), List.of("auth:solaris.snapup.install"), List.of(), ILLUMOS);

        assertThat(roles.of(peer(0))).isEqualTo(Role.MEMBER);
        assertThat(roles.of(peer(4_000_000_000L)))
                .as("a uid without an account")
                .isEqualTo(Role.OTHER);
    }

    @Test
    void shouldRefuseAuthorisationsWhereThereAreNone() {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> Roles.parse(List.of(), List.of(), List.of("auth:solaris.snapup.update"), OTHER))
                .withMessageContaining("policy.updaters: 'auth:solaris.snapup.update' names an authorisation")
                .withMessageContaining("use group:NAME or user:NAME here")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION));
    }

    @Test
    void shouldLetUpdatersUpdateAndNothingElse() {
        assertThat(Action.UPDATE_IMAGE.isAllowed(Role.UPDATER)).isTrue();
        assertThat(Action.REFRESH.isAllowed(Role.UPDATER)).isTrue();
        assertThat(Action.INSTALL.isAllowed(Role.UPDATER)).isFalse();
        assertThat(Action.UPDATE_IMAGE.isAllowed(Role.OTHER)).isFalse();
    }
}
