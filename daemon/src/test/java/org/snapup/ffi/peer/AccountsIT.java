package org.snapup.ffi.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** This machine's accounts, compared with what id(1) and getent(1) say. */
final class AccountsIT {
    private final Accounts accounts = new Accounts();

    @Test
    void shouldKnowTheNumbersOfNames() {
        assertThat(accounts.userId("root")).hasValue(0);
        assertThat(accounts.groupId("root")).hasValue(0);
        assertThat(accounts.userId("nobody")).hasValue(Long.parseLong(run("id", "-u", "nobody")));
        assertThat(accounts.groupId("games"))
                .hasValue(Long.parseLong(run("getent", "group", "games").split(":", -1)[2]));
    }

    @Test
    void shouldSayThatANameIsAbsent() {
        assertThat(accounts.userId("no-such-user-here")).isEmpty();
        assertThat(accounts.groupId("no-such-group-here")).isEmpty();
        assertThat(accounts.groupId("caf\u00e9")).isEmpty();
    }

    @Test
    void shouldListTheGroupsOfEveryAccount() {
        List<String> lines = run("getent", "passwd").lines().toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            String[] fields = line.split(":", -1);
            List<Long> groups = Arrays.stream(run("id", "-G", fields[0]).split(" ", -1))
                    .map(Long::parseLong)
                    .toList();
            assertThat(accounts.groupsOf(Long.parseLong(fields[2]), Long.parseLong(fields[3])))
                    .as(line)
                    .containsExactlyInAnyOrderElementsOf(groups);
        });
    }

    @Test
    void shouldFailForAnAccountThatIsNotThere() {
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> accounts.groupsOf(3_999_999_999L, 1))
                .withMessageContaining("3999999999");
    }

    @Test
    void shouldFailForWhatIsNoConnectedSocket() {
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> PeerCredentials.forThisSystem().of(0));
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> PeerCredentials.forThisSystem().of(-1));
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
