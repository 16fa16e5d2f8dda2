package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.protocol.Call;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Verification;
import org.snapup.protocol.Verification.Finding;
import org.snapup.protocol.Verification.Severity;
import org.snapup.protocol.Verification.VerifiedPackage;

/** What no package delivers, as verify and fix list it. */
@ExtendWith(FakeDaemons.class)
class UnpackagedTest {
    private static final List<Finding> UNPACKAGED = List.of(
            new Finding(Severity.INFO, "dir: /opt", "Unpackaged directory"),
            new Finding(Severity.ERROR, "dir: /etc/x", "not looked into: no permission"),
            new Finding(Severity.WARNING, "dir: /proc", "not looked into: another filesystem is mounted there"),
            new Finding(Severity.INFO, "file: /etc/my\u001bfile", "Unpackaged file"));
    private static final String LISTED = """
        WARNING: dir: /proc: not looked into: another filesystem is mounted there
        dir: /opt:
        \tUnpackaged directory
        ERROR: dir: /etc/x: not looked into: no permission
        file: /etc/my\\u001bfile:
        \tUnpackaged file
        """;
    private static final VerifiedPackage BROKEN = new VerifiedPackage(
            "pkg://example.org/web@2.0-1:20261122T235513Z",
            List.of(new Finding(Severity.ERROR, "file: usr/bin/web", "mode: 0700 should be 0555")));

    private final FakeDaemon daemon;

    UnpackagedTest(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    private void answer(List<VerifiedPackage> packages, List<Finding> unpackaged) {
        daemon.on(ImageQueries.VERIFY, (call, talk) -> {
            talk.continuing(new Verification.Verified(null, null, null, unpackaged, null));
            talk.reply(new Verification.Verified(null, packages, null, null, null));
        });
    }

    @Test
    void shouldListBesideWhatIsBroken() {
        answer(List.of(BROKEN), UNPACKAGED);

        Running run = Running.of(daemon, "verify", "--unpackaged");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
            PACKAGE                                                                 STATUS
            pkg://example.org/web                                                    ERROR
            \tfile: usr/bin/web
            \t\tERROR: mode: 0700 should be 0555
            """ + "-".repeat(80) + "\nUNPACKAGED CONTENTS\n" + LISTED);
        assertThat(Running.of(daemon, "verify", "-q", "--unpackaged").out()).isEmpty();
    }

    @Test
    void shouldListOnlyThat() {
        answer(List.of(), UNPACKAGED.subList(0, 1));

        Running run = Running.of(daemon, "verify", "--unpackaged-only");

        assertThat(run).isEqualTo(new Running(0, "UNPACKAGED CONTENTS\ndir: /opt:\n\tUnpackaged directory\n", ""));
        assertThat(Running.of(daemon, "verify", "-H", "--unpackaged-only").out())
                .isEqualTo("dir: /opt:\n\tUnpackaged directory\n");
        assertThat(Running.of(daemon, "--json", "verify", "--unpackaged-only")
                        .out()
                        .lines())
                .hasSize(2);
    }

    @Test
    void shouldFailWhereSomethingCouldNotBeLookedAt() {
        answer(List.of(), UNPACKAGED);

        assertThat(Running.of(daemon, "verify", "--unpackaged-only").status()).isEqualTo(1);
    }

    @Test
    void shouldHaveAHeaderAlthoughThereIsNothing() {
        answer(List.of(), List.of());

        assertThat(Running.of(daemon, "verify", "--unpackaged")).isEqualTo(new Running(0, "UNPACKAGED CONTENTS\n", ""));
    }

    @Test
    void shouldListBeforeItMends() {
        answer(List.of(), UNPACKAGED);
        daemon.answer(
                Packages.FIX,
                Packages.Started.event(3, new Story().done("ok").events().get(0)));

        Running run = Running.of(daemon, "fix", "--unpackaged", "-R", "/mnt", "web");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("UNPACKAGED CONTENTS\n" + LISTED);
        assertThat(daemon.calls()).extracting(Call::method).containsExactly(ImageQueries.VERIFY, Packages.FIX);
        assertThat(daemon.calls().get(0).parameters())
                .containsEntry("root", "/mnt")
                .containsEntry("unpackaged", "only");
        assertThat(Running.of(daemon, "fix", "-q", "--unpackaged").out()).isEmpty();
    }

    @Test
    void shouldListAfterThePlanOfAFix() {
        answer(List.of(), UNPACKAGED);
        daemon.answer(Packages.FIX, Packages.Started.planned(new Plan(List.of(), false, false, 0, 0, List.of())));

        Running run = Running.of(daemon, "fix", "-n", "-H", "--unpackaged");

        assertThat(run).isEqualTo(new Running(4, "Nothing to do.\n" + LISTED, ""));
    }
}
