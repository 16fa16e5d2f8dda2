package org.snapup.client.be;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.Running;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Snapshot;
import org.snapup.protocol.Call;

@ExtendWith(FakeDaemons.class)
class BeListTest {
    private static final String CREATED = "2026-11-23T05:03:14Z";

    private final FakeDaemon daemon;

    BeListTest(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    @Test
    void shouldPrintTheColumnsOfBeadm() {
        listing(be("first", true, false, "/", 5_368_709_120L, null), be("second", false, true, null, 1024, 7L));

        Running run = Running.of(daemon, "be", "list");

        assertThat(run.out()).isEqualTo("""
            BE     Active Mountpoint Space Policy Created (UTC)
            first  N      /          5.00G static 2026-11-23 05:03
            second R      -          1.00K static 2026-11-23 05:03
            second is being made or changed by job 7.
            """);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(daemon.calls().get(0).parameters()).isEmpty();
    }

    @Test
    void shouldPrintFieldsWithoutHeader() {
        listing(be("first", true, true, "/", 5_368_709_120L, null), be("second", false, false, null, 1024, null));

        assertThat(Running.of(daemon, "be", "list", "-H").out()).isEqualTo("""
            first;uuid-first;NR;/;5368709120;static;1795410194
            second;uuid-second;;;1024;static;1795410194
            """);
    }

    @Test
    void shouldAskForSnapshotsAndListThemBelowTheirBe() {
        listing(withSnapshot(be("first", true, true, "/", 0, null), new Snapshot("before", 2048, CREATED)));

        Running table = Running.of(daemon, "be", "list", "-a");
        Running fields = Running.of(daemon, "be", "list", "-Hs");

        assertThat(table.out()).isEqualTo("""
            BE              Active Mountpoint Space Policy Created (UTC)
            first           NR     /          0B    static 2026-11-23 05:03
               first@before -      -          2.00K static 2026-11-23 05:03
            """);
        assertThat(fields.out())
                .isEqualTo("first;uuid-first;NR;/;0;static;1795410194\nfirst;before;;;2048;static;1795410194\n");
        assertThat(daemon.calls())
                .extracting(Call::parameters)
                .containsExactly(Map.of("snapshots", true, "datasets", true), Map.of("snapshots", true));
    }

    @Test
    void shouldPrintTheReplyAsOneObject() {
        listing(be("first", true, true, "/", 0, null));

        assertThat(Running.of(daemon, "--json", "be", "list").out())
                .startsWith("{\"bootEnvironments\":[{\"name\":\"first\"")
                .endsWith("\"asOf\":\"2026-11-23T05:03:14Z\"}\n");
    }

    @Test
    void shouldEscapeNamesFromTheDaemon() {
        listing(be("evil\u001b[2J", true, true, "/a\nb", 0, null));

        assertThat(Running.of(daemon, "be", "list").out()).contains("evil\\u001b[2J NR     /a\\u000ab");
        assertThat(Running.of(daemon, "be", "list", "-H").out())
                .startsWith("evil\\u001b[2J;")
                .contains(";/a\\u000ab;");
    }

    @Test
    void shouldListTheBeThatIsNamed() {
        listing(be("first", true, true, "/", 0, null), be("second", false, false, null, 7, null));

        assertThat(Running.of(daemon, "be", "list", "-H", "second").out())
                .isEqualTo("second;uuid-second;;;7;static;1795410194\n");
        Running none = Running.of(daemon, "be", "list", "third");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).isEqualTo("snapup: there is no boot environment third\n");
    }

    @Test
    void shouldPrintTheBeThatIsNamedAsAnObject() {
        listing(be("first", true, true, "/", 0, null), be("second", false, false, null, 7, null));

        Running named = Running.of(daemon, "--json", "be", "list", "second");
        assertThat(named.status()).isZero();
        assertThat(named.out())
                .startsWith("{\"bootEnvironments\":[{\"name\":\"second\"")
                .endsWith("\"asOf\":\"2026-11-23T05:03:14Z\"}\n")
                .doesNotContain("first");
        Running none = Running.of(daemon, "--json", "be", "list", "third");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).isEqualTo("{\"bootEnvironments\":[],\"asOf\":\"2026-11-23T05:03:14Z\"}\n");
        assertThat(none.err()).isEqualTo("snapup: there is no boot environment third\n");
    }

    @Test
    void shouldSortByTheKeyThatIsNamed() {
        listing(be("b", true, true, "/", 5, null), be("a", false, false, null, 7, null));

        assertThat(Running.of(daemon, "be", "list", "-H", "-k", "name").out()).startsWith("a;");
        assertThat(Running.of(daemon, "be", "list", "-H", "-K", "name").out()).startsWith("b;");
        assertThat(Running.of(daemon, "be", "list", "-H", "-k", "space").out()).startsWith("b;");
        assertThat(Running.of(daemon, "be", "list", "-H", "-K", "space").out()).startsWith("a;");
    }

    @Test
    void shouldRefuseASecondOperand() {
        Running run = Running.of(daemon, "be", "list", "first", "second");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("snapup: unexpected argument 'second'\n");
        assertThat(daemon.calls()).isEmpty();
    }

    @Test
    void shouldSayHowToStartADaemonThatIsNotThere() throws IOException {
        daemon.close();

        Running run = Running.of(daemon, "be", "list");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("snapup: no daemon: there is no socket at " + daemon.socket() + "\n  start it with: ");
    }

    @Test
    void shouldTellASocketThatNobodyListensOn() throws IOException {
        daemon.die();

        Running run = Running.of(daemon, "be", "list");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("snapup: no daemon: nothing listens at " + daemon.socket() + "\n");
    }

    @Test
    void shouldFailWhenTheDaemonHangsUp() {
        daemon.on(BootEnvironments.LIST, (call, talk) -> talk.hangUp());

        Running run = Running.of(daemon, "be", "list");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("snapup: the daemon went away before it answered\n");
    }

    private void listing(BootEnvironment... all) {
        daemon.answer(BootEnvironments.LIST, new BootEnvironments.Listing(List.of(all), CREATED, null));
    }

    private static BootEnvironment be(
            String name, boolean now, boolean next, @Nullable String mountpoint, long bytes, @Nullable Long job) {
        return new BootEnvironment(
                name, "uuid-" + name, now, next, mountpoint, bytes, "static", CREATED, job, null, false, null, null);
    }

    private static BootEnvironment withSnapshot(BootEnvironment be, Snapshot snapshot) {
        return new BootEnvironment(
                be.name(),
                be.uuid(),
                be.activeNow(),
                be.activeOnReboot(),
                be.mountpoint(),
                be.spaceBytes(),
                be.policy(),
                be.created(),
                null,
                List.of(snapshot),
                false,
                null,
                null);
    }
}
