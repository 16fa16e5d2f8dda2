package org.snapup.client.be;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.Running;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.Listing;

/** What beadm and bectl print of BEs, to the byte. */
@ExtendWith(FakeDaemons.class)
class DialectListsTest {
    private final FakeDaemon daemon;

    @SuppressWarnings("NullAway.Init")
    private TimeZone zone;

    DialectListsTest(FakeDaemon daemon) {
        this.daemon = daemon;
        TwoBes.behind(daemon);
    }

    @BeforeEach
    void setZone() {
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void resetZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void shouldPrintBeadmsListsToTheByte() {
        assertThat(Running.typed(daemon, "beadm list -H").out())
                .isEqualTo("be;u-1;NR;/;3145728;static;1795410194\nnew;;T;;2000;static;1795500000\n");
        assertThat(Running.typed(daemon, "beadm list -Hd be").out()).isEqualTo("""
            be;pool/ROOT/be;NR;/;3145728;static;1795410194
            be;pool/ROOT/be/opt;;/opt;8192;static;1795500000
            """);
        assertThat(Running.typed(daemon, "beadm list -Hs be").out())
                .isEqualTo("be;be/opt@now;0;static;1795500000\nbe;be@now;1536;static;1795500000\n");
        assertThat(Running.typed(daemon, "beadm list -H -K space").out())
                .startsWith("be;")
                .contains("\nnew;");
        assertThat(Running.typed(daemon, "beadm list -H -k space").out()).startsWith("new;");
        assertThat(Running.typed(daemon, "beadm list -H -K name").out()).startsWith("new;");
        assertThat(Running.typed(daemon, "beadm list").out()).isEqualTo("""
            BE  Active Mountpoint Space Policy Created
            be  NR     /          3.00M static 2026-11-23 05:03
            new T      -          1.95K static 2026-11-24 06:00
            """);
        assertThat(Running.typed(daemon, "beadm list -a be").out()).isEqualTo("""
            BE/Dataset/Snapshot     Active Mountpoint Space Policy Created
            be
               pool/ROOT/be         NR     /          3.00M static 2026-11-23 05:03
               pool/ROOT/be/opt     -      /opt       8.00K static 2026-11-24 06:00
               pool/ROOT/be/opt@now -      -          0     static 2026-11-24 06:00
               pool/ROOT/be@now     -      -          1.50K static 2026-11-24 06:00
            """);
        assertThat(Running.typed(daemon, "beadm list -s be").out()).isEqualTo("""
            BE/Snapshot   Space Policy Created
            be
               be/opt@now 0     static 2026-11-24 06:00
               be@now     1.50K static 2026-11-24 06:00
            """);
        assertThat(Running.typed(daemon, "beadm list nowhere"))
                .extracting(Running::status)
                .isEqualTo(163);
    }

    @Test
    void shouldPrintBectlsListsToTheByte() {
        assertThat(Running.typed(daemon, "bectl list -H").out())
                .isEqualTo("be\tNR\t/\t3M\t2026-11-23 05:03\nnew\tT\t-\t2K\t2026-11-24 06:00\n");
        assertThat(Running.typed(daemon, "bectl list -HD").out()).endsWith("new\tT\t-\t3.00M\t2026-11-24 06:00\n");
        assertThat(Running.typed(daemon, "bectl list -H -C name").out()).startsWith("new");
        assertThat(Running.typed(daemon, "bectl list -H -c used").out()).startsWith("new");
        assertThat(Running.typed(daemon, "bectl list -H -C used -c name").out()).startsWith("be\t");
        for (String property : List.of("creation", "origin", "usedds", "usedsnap", "usedrefreserv")) {
            assertThat(Running.typed(daemon, "bectl list -H -c " + property).status())
                    .isZero();
        }
        assertThat(Running.typed(daemon, "bectl list").out()).isEqualTo("""
            BE  Active Mountpoint Space Created
            be  NR     /          3M    2026-11-23 05:03
            new T      -          2K    2026-11-24 06:00
            """);
        assertThat(Running.typed(daemon, "bectl list -s").out()).isEqualTo("""
            BE/Dataset/Snapshot                    Active Mountpoint Space Created

            be
              pool/ROOT/be                         NR     /          3M    2026-11-23 05:03
              pool/ROOT/be@now                     -      -          1.50K 2026-11-24 06:00

            new
              pool/ROOT/new                        T      -          1.95K 2026-11-24 06:00
                pool/ROOT/be@2026-11-24-06:00:00-0 -      -          48B   2026-11-24 06:00
            """);
    }

    @Test
    void shouldCheckForARunningBe() {
        assertThat(Running.typed(daemon, "bectl check")).isEqualTo(new Running(0, "", ""));
        assertThat(Running.typed(daemon, "bectl -r pool/ROOT check").status()).isZero();
        daemon.answer(BootEnvironments.LIST, new Listing(List.of(TwoBes.copy()), TwoBes.LATER, "pool/ROOT"));
        assertThat(Running.typed(daemon, "bectl check")).isEqualTo(new Running(1, "", ""));
    }
}
