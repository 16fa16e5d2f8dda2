package org.snapup.daemon.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.KernelPeer;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

final class IdentificationTest {
    private static final long ABSENT_UID = 3_999_999_999L;
    private final Accounts accounts = new Accounts();

    @Test
    void shouldAskTheNameServiceWhereTheKernelTellsNoGroups() {
        long nobody = accounts.userId("nobody").orElseThrow();
        long group = accounts.groupId("daemon").orElseThrow();

        Caller caller = identify(new KernelPeer(nobody, group, 0, null), Duration.ofSeconds(30), "group:daemon");

        assertThat(caller.role()).isEqualTo(Role.MEMBER);
        assertThat(caller.peer().groups()).contains(group);
    }

    @Test
    void shouldMakeNobodyAMemberWhenTheNameServiceFails() {
        Caller caller = identify(new KernelPeer(ABSENT_UID, 7, 0, null), Duration.ofSeconds(30), "uid:" + ABSENT_UID);

        assertThat(caller.role()).isEqualTo(Role.OTHER);
    }

    @Test
    void shouldMakeNobodyAMemberAfterTheDeadline() {
        Caller caller = identify(new KernelPeer(ABSENT_UID, 7, 0, null), Duration.ZERO, "uid:" + ABSENT_UID);

        assertThat(caller.role()).isEqualTo(Role.OTHER);
    }

    @Test
    void shouldKnowManyMembersWhoComeAtOnce() {
        Members members = Members.parse(List.of("group:root", "uid:" + ABSENT_UID), accounts);
        try (Identification identification = new Identification(accounts, members, 700, Duration.ofSeconds(60))) {
            List<CompletableFuture<Caller>> callers = Stream.generate(
                            () -> identification.identify(new KernelPeer(ABSENT_UID, 7, 0, List.of(7L))))
                    .limit(500)
                    .toList();

            assertThat(callers)
                    .allSatisfy(caller -> assertThat(caller.join().role()).isEqualTo(Role.MEMBER));
        }
    }

    @Test
    void shouldKnowAdministratorsWithoutTheNameService() {
        assertThat(identify(new KernelPeer(0, 0, 0, null), Duration.ZERO).role())
                .isEqualTo(Role.ADMIN);
        assertThat(identify(new KernelPeer(700, 7, 0, null), Duration.ZERO).role())
                .isEqualTo(Role.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "snapup", "group:", "group:a b", "gid:1", "uid:-1", "uid:x", "uid:4294967295", "user:a:b"})
    void shouldRefuseOtherForms(String specification) {
        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> Members.parse(List.of(specification), accounts))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .withMessageContaining("policy.members");
    }

    private Caller identify(KernelPeer peer, Duration deadline, String... members) {
        try (Identification identification =
                new Identification(accounts, Members.parse(List.of(members), accounts), 700, deadline)) {
            return identification.identify(peer).orTimeout(60, TimeUnit.SECONDS).join();
        }
    }
}
