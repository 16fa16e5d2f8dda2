package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.testing.EmptyImage;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.Plan.PackageChange;

/** What is said of changes of packages and settings, and how they end. */
@ExtendWith(FakeDaemons.class)
class PackageChangesTest {
    private final FakeDaemon daemon;

    PackageChangesTest(FakeDaemon daemon) {
        this.daemon = daemon;
        EmptyImage.behind(daemon);
    }

    @Test
    void shouldSayOnlyWhatASettingNotes() {
        List<Event> events = new Story().note("web was frozen at 1").done("ok").events();
        daemon.on(ImageChanges.FREEZE, (call, talk) -> {
            talk.continuing(ImageChanges.Started.event(3, events.get(0)));
            talk.reply(ImageChanges.Started.event(3, events.get(1)));
        });

        assertThat(Running.of(daemon, "freeze", "web")).isEqualTo(new Running(0, "web was frozen at 1\n", ""));
        assertThat(Running.of(daemon, "freeze", "-q", "web")).isEqualTo(new Running(0, "", ""));
    }

    @Test
    void shouldTakeASettingThatIsSoAlreadyForDone() {
        Outcome nothing = new Outcome(Outcome.Result.DONE, 4, "it is so", null, null);
        Event ended = new Story().ended(nothing).events().get(0);
        daemon.answer(ImageChanges.CHANGE_PROPERTY, ImageChanges.Started.event(3, ended));
        daemon.answer(ImageChanges.UNFREEZE, ImageChanges.Started.event(3, ended));

        assertThat(Running.of(daemon, "set-property", "a", "b")).isEqualTo(new Running(0, "", ""));
        assertThat(Running.of(daemon, "unfreeze", "web")).isEqualTo(new Running(4, "", ""));
    }

    @Test
    void shouldExitAsPkgDoes() {
        daemon.refuse(Packages.INSTALL, ErrorCode.LICENSE_NOT_ACCEPTED, "web", "it must be accepted");
        Outcome locked = new Outcome(Outcome.Result.UNDONE, 1, "locked", ErrorCode.IMAGE_LOCKED.varlinkName(), null);
        daemon.answer(
                Packages.UNINSTALL,
                Packages.Started.event(3, new Story().ended(locked).events().get(0)));

        assertThat(Running.of(daemon, "install", "web").status()).isEqualTo(6);
        assertThat(Running.of(daemon, "uninstall", "web").status()).isEqualTo(7);
    }

    @Test
    void shouldShowLicences() {
        Plan plan = new Plan(
                List.of(new PackageChange("web", "site", null, "1.2")),
                false,
                false,
                1,
                1,
                List.of(),
                1L,
                null,
                List.of(new License("web", "BSD", false, true, "Do what you want.\n"), license("GPL")),
                null);
        daemon.answer(Packages.INSTALL, Packages.Started.planned(plan));

        Running run = Running.of(daemon, "install", "-n", "web");

        assertThat(run.out()).endsWith("""
            ------------------------------------------------------------
            Package: web
            License: BSD

            Do what you want.

            ------------------------------------------------------------
            Package: web
            License: GPL

            web: the licence 'GPL' must be accepted, with --accept.
            """);
    }

    @Test
    void shouldSayByItsExitStatusWhetherAFixWouldMendSomething() {
        Plan plan = new Plan(List.of(), false, false, 0, 1, List.of(), 1L, null, null, null);
        daemon.answer(Packages.FIX, Packages.Started.planned(plan));
        assertThat(Running.of(daemon, "fix", "-n").status()).isEqualTo(1);
        assertThat(Running.of(daemon, "fix", "-nq").status()).isEqualTo(1);

        daemon.answer(Packages.FIX, Packages.Started.planned(new Plan(List.of(), false, false, 0, 0, List.of())));
        assertThat(Running.of(daemon, "fix", "-n").status()).isEqualTo(4);
    }

    private static License license(String name) {
        return new License("web", name, true, false, null);
    }
}
