package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.client.testing.Asked.assertAsks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.PackageChange;

@ExtendWith(FakeDaemons.class)
class VerbsTest {
    static final List<String> NAMES = Verbs.NAMES;

    private final FakeDaemon daemon;

    VerbsTest(FakeDaemon daemon) {
        this.daemon = daemon;
        daemon.doEveryJob("ok");
        daemon.answer(
                Jobs.WATCH,
                new Jobs.Watched(new Story()
                        .note("")
                        .note("")
                        .note("")
                        .note("")
                        .note("")
                        .note("")
                        .note("")
                        .done("ok")
                        .events()
                        .get(7)));
        daemon.answer(Jobs.CANCEL, new Jobs.Cancelled(false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "image-update; Packages.ImageUpdate; {\"packages\":[]}",
                "image-update web -v; Packages.ImageUpdate; {\"packages\":[\"web\"]}",
                "image-update --from live --be-name b; Packages.ImageUpdate;"
                        + " {\"packages\":[],\"beName\":\"b\",\"from\":\"live\"}",
                "image-update --from=next --no-activate; Packages.ImageUpdate;"
                        + " {\"packages\":[],\"activate\":false,\"from\":\"next\"}",
                "install -R sub/.. web mail; Packages.Install; {\"root\":\"/a"
                        + " b/sub/..\",\"packages\":[\"web\",\"mail\"]}",
                "install -R/x --require-new-be web; Packages.Install;"
                        + " {\"root\":\"/x\",\"packages\":[\"web\"],\"newBe\":\"require\"}",
                "uninstall --deny-new-be -- -odd; Packages.Uninstall; {\"packages\":[\"-odd\"],\"newBe\":\"deny\"}",
                "be create b; BootEnvironments.Create; {\"name\":\"b\"}",
                "be create -e a@s --activate b; BootEnvironments.Create;"
                        + " {\"name\":\"b\",\"from\":\"a@s\",\"activate\":true}",
                "be create -t -d text -o compression=on -o atime=off -p pool b; BootEnvironments.Create;"
                        + " {\"name\":\"b\",\"once\":true,"
                        + "\"description\":\"text\",\"properties\":{\"compression\":\"on\",\"atime\":\"off\"},\"pool\":\"pool\"}",
                "be create --shallow b; BootEnvironments.Create; {\"name\":\"b\",\"recursive\":false}",
                "be create -r b; BootEnvironments.Create; {\"name\":\"b\"}",
                "be create a@s; BootEnvironments.Snapshot; {\"be\":\"a\",\"snapshot\":\"s\"}",
                "be create --shallow a@s; BootEnvironments.Snapshot;"
                        + " {\"be\":\"a\",\"snapshot\":\"s\",\"recursive\":false}",
                "be activate -t a; BootEnvironments.Activate; {\"name\":\"a\",\"once\":true}",
                "be activate -T; BootEnvironments.Deactivate; {}",
                "be activate -T a; BootEnvironments.Deactivate; {\"name\":\"a\"}",
                "be mount -s ro a /mnt; BootEnvironments.Mount;"
                        + " {\"name\":\"a\",\"mountpoint\":\"/mnt\",\"shared\":\"read_only\"}",
                "be umount -f a; BootEnvironments.Unmount; {\"name\":\"a\",\"force\":true}",
                "be destroy -f -s -o a; BootEnvironments.Destroy; {\"name\":\"a\",\"force\":true,\"origin\":true}",
                "be snapshot; BootEnvironments.Snapshot; {}",
                "be snapshot a; BootEnvironments.Snapshot; {\"be\":\"a\"}",
                "be snapshot a@s; BootEnvironments.Snapshot; {\"be\":\"a\",\"snapshot\":\"s\"}",
                "be snapshot @s; BootEnvironments.Snapshot; {\"snapshot\":\"s\"}",
                "be activate a; BootEnvironments.Activate; {\"name\":\"a\"}",
                "be mount a; BootEnvironments.Mount; {\"name\":\"a\"}",
                "be mount a mnt; BootEnvironments.Mount; {\"name\":\"a\",\"mountpoint\":\"/a b/mnt\"}",
                "be unmount a; BootEnvironments.Unmount; {\"name\":\"a\"}",
                "be rename a b; BootEnvironments.Rename; {\"name\":\"a\",\"newName\":\"b\"}",
                "be rollback a@s; BootEnvironments.Rollback; {\"name\":\"a\",\"snapshot\":\"s\"}",
                "be rollback a s; BootEnvironments.Rollback; {\"name\":\"a\",\"snapshot\":\"s\"}",
                "be destroy a; BootEnvironments.Destroy; {\"name\":\"a\"}",
                "be destroy -F a@s; BootEnvironments.Destroy; {\"name\":\"a@s\",\"force\":true}",
                "job watch 3; Jobs.Watch; {\"job\":3,\"from\":1}",
                "job watch --from 8 3; Jobs.Watch; {\"job\":3,\"from\":8}",
                "job cancel 3; Jobs.Cancel; {\"job\":3}",
            })
    void shouldAskForWhatWasTyped(String words, String method, String parameters) throws IOException {
        Running run = Running.of(daemon, words.split(" "));

        assertThat(run).extracting(Running::status, Running::err).containsExactly(0, "");
        Call call = daemon.calls().get(0);
        assertAsks(call, method, parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "install; missing PKG...",
                "uninstall -v; missing PKG...",
                "install --from later web; --from must be live or next, not 'later'",
                "install --require-new-be --deny-new-be web; --require-new-be and --deny-new-be exclude each other",
                "install -n --no-wait web; -n and --no-wait exclude each other: -n makes no job",
                "image-update --be-name a/b; 'a/b' can't be a boot environment's name: it must start with a letter or"
                        + " digit, hold only letters, digits and _ . : - and have at most 64 characters",
                "be create; missing NAME|BE@SNAP",
                "be create -e x a@b; 'a@b' names a snapshot, which can't have -e",
                "be create a@; 'a@' has no snapshot's name after the @",
                "be create -a -t b; --activate and -t exclude each other",
                "be create -r --shallow b; -r and --shallow exclude each other",
                "be create -o x b; -o needs PROPERTY=VALUE, not 'x'",
                "be create -o a=1 -o a=2 b; -o names a twice",
                "be activate; missing NAME",
                "be activate -t -T a; -t and -T exclude each other",
                "be mount -s wo a; -s must be ro or rw, not 'wo'",
                "be list -k age; the key must be date, name or space, not 'age'",
                "be list -k date -K name; -k and -K exclude each other",
                "be import a/b; 'a/b' can't be a boot environment's name: it must start with a letter or digit, hold"
                        + " only letters, digits and _ . : - and have at most 64 characters",
                "be create -e @s b; '@s' has no boot environment's name before the @",
                "be snapshot a@; 'a@' has no snapshot's name after the @",
                "be rollback a; missing the boot environment or the snapshot: BE@SNAP or NAME SNAP",
                "be rename a; missing NEW",
                "be activate a b; unexpected argument 'b'",
                "be destroy; missing NAME",
                "job show x; the job must be a number above 0, not 'x'",
                "job watch 0; the job must be a number above 0, not '0'",
                "job watch --from -1 3; --from must be a number above 0, not '-1'",
                "job cancel; missing N",
                "be list --josn; unknown option --josn: did you mean --json?",
            })
    void shouldRefuseAWrongCommandLine(String words, String message) {
        Running run = Running.of(daemon, words.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("snapup: " + message + "\nusage: snapup ")
                .endsWith(" --help\n");
        assertThat(daemon.calls()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void shouldHelpWithEachVerb(String name) {
        List<String> words = new ArrayList<>(List.of(name.split(" ")));
        words.add("--help");

        Running run = Running.of(Map.of(), words.toArray(new String[0]));

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("usage: snapup " + name).contains("--socket PATH");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void shouldListAllVerbs() {
        assertThat(Running.of(Map.of(), "--help").out().lines())
                .filteredOn(line -> line.startsWith("  "))
                .hasSameSizeAs(Verbs.NAMES);
        assertThat(Running.of(Map.of(), "be", "--help").out())
                .contains("  be list")
                .doesNotContain("image-update");
    }

    @Test
    void shouldPrintTheVersion() {
        assertThat(Running.of(Map.of(), "--version").out()).matches("snapup [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
        assertThat(Running.of(Map.of(), "be", "list", "--version").out()).startsWith("snapup ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "; usage: snapup COMMAND",
                "be; usage: snapup be COMMAND",
                "--json; usage: snapup COMMAND",
                "instal web; snapup: unknown command 'instal': did you mean 'snapup install'?",
                "be lst; snapup: unknown command 'be lst': did you mean 'snapup be list'?",
                "frobnicate; snapup: unknown command 'frobnicate'",
            })
    void shouldExplainAMissingOrUnknownCommand(String words, String message) {
        Running run = Running.of(Map.of(), words == null ? new String[0] : words.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(message);
    }

    @Test
    void shouldFindTheSocketInTheEnvironment() {
        assertThat(Running.of(Map.of("SNAPUP_SOCKET", daemon.socket().toString()), "be", "activate", "a")
                        .status())
                .isZero();
    }

    @Test
    void shouldQueueWithoutWaiting() {
        daemon.answer(Packages.INSTALL, Packages.Started.accepted(12, false));

        Running run = Running.of(daemon, "install", "--no-wait", "web");
        Running json = Running.of(daemon, "install", "--no-wait", "--json", "web");

        assertThat(run.out()).isEqualTo("Job 12 is accepted.\nFollow it with: snapup job watch 12\n");
        assertThat(json.out()).isEqualTo("{\"job\":12,\"joined\":false}\n");
        assertThat(daemon.calls()).noneMatch(Call::more);
    }

    @Test
    void shouldShowThePlanOfADryRun() {
        Plan plan = new Plan(
                List.of(
                        new PackageChange("web", "site", null, "1.2"),
                        new PackageChange("tls", "site", "3.0", "3.1"),
                        new PackageChange("old", null, "1", null)),
                true,
                true,
                12_582_912,
                -1024,
                List.of("be-2 boots next."));
        daemon.answer(Packages.IMAGE_UPDATE, Packages.Started.planned(plan));

        Running run = Running.of(daemon, "image-update", "-n");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
            Change  Package From To  Publisher
            install web     -    1.2 site
            update  tls     3.0  3.1 site
            remove  old     1    -   -

            Download 12.0M; frees 1.00K of space.
            It would be done in a new boot environment.
            It needs a reboot to take effect.
            be-2 boots next.
            """);
        assertThat(daemon.calls().get(0).parameters()).containsEntry("dryRun", true);
    }

    @Test
    void shouldExitWithFourWhenThePlanIsEmpty() {
        daemon.answer(
                Packages.IMAGE_UPDATE, Packages.Started.planned(new Plan(List.of(), false, false, 0, 0, List.of())));

        assertThat(Running.of(daemon, "image-update", "-n")).isEqualTo(new Running(4, "Nothing to do.\n", ""));
    }

    @Test
    void shouldShowWhatDestroyingWouldDo() {
        daemon.answer(
                BootEnvironments.DESTROY,
                BootEnvironments.Started.planned(
                        new DestroyPlan(List.of("p/ROOT/b"), List.of("p/ROOT/a@x", "p/ROOT/a"), List.of("p/x"), 2048)));

        assertThat(Running.of(daemon, "be", "destroy", "-n", "a").out()).isEqualTo("""
            promote  p/ROOT/b
            destroy  p/ROOT/a@x
            destroy  p/ROOT/a
            keep     p/x
            Frees 2.00K.
            """);
    }

    @Test
    void shouldListJobs() {
        Outcome undone = new Outcome(Outcome.Result.NOT_RUN, 1, "Cancelled.\u001b", null, null);
        Job ended = new Job(
                1,
                "Install",
                JobState.ENDED,
                null,
                0,
                "2026-11-23T05:00:00Z",
                null,
                "2026-11-23T05:01:00Z",
                false,
                4L,
                Map.of("packages", "web mail"),
                undone);
        Job queued = new Job(
                2, "Create", JobState.QUEUED, 1L, 1000, "2026-11-23T05:00:01Z", null, null, true, 1L, null, null);
        daemon.answer(Jobs.LIST, new Jobs.Listing(List.of(ended, queued), "2026-11-23T05:02:00Z"));
        daemon.answer(Jobs.GET, new Jobs.Got(ended));

        assertThat(Running.of(daemon, "job", "list", "-a").out()).isEqualTo("""
            Job Kind    State             User Submitted (UTC)     Ended
            1   Install not run           0    2026-11-23 05:00:00 2026-11-23 05:01:00
            2   Create  queued (1 before) 1000 2026-11-23 05:00:01 -
            """);
        assertThat(Running.of(daemon, "job", "show", "1").out()).isEqualTo("""
            Job:          1
            Kind:         Install
            State:        not run
            User:         0
            Submitted:    2026-11-23 05:00:00 UTC
            Ended:        2026-11-23 05:01:00 UTC
              packages:   web mail
            Outcome:      Cancelled.\\u001b
            Exit status:  1
            """);
        assertThat(Running.of(daemon, "job", "list", "--json").out())
                .startsWith("{\"jobs\":[{\"number\":1,")
                .contains("Cancelled.\\u001B");
    }

    @Test
    void shouldSayInWordsWhatItGotInsteadOfAnAnswer() {
        daemon.on(BootEnvironments.LIST, (call, talk) -> talk.write(new byte[] {'x'}));

        assertThat(Running.of(daemon, "be", "list").err())
                .startsWith("snapup: lost the daemon: Unrecognized token 'x'")
                .doesNotContain("Exception");
    }

    @Test
    void shouldNameTheNextCommandOnce() {
        daemon.refuse(BootEnvironments.ACTIVATE, ErrorCode.NO_SUCH_BE, "a", "there is no a; see: snapup be list");
        daemon.refuse(Jobs.CANCEL, ErrorCode.NOT_CANCELLABLE, "3", "job 3 has ended; see: snapup job show 3");

        assertThat(Running.of(daemon, "be", "activate", "a").err())
                .isEqualTo("snapup: there is no a; see: snapup be list\n");
        assertThat(Running.of(daemon, "job", "cancel", "3").err())
                .isEqualTo("snapup: job 3 has ended; see: snapup job show 3\n");
    }

    @Test
    void shouldNameTheCauseAndTheNextCommand() {
        daemon.refuse(BootEnvironments.ACTIVATE, ErrorCode.NO_SUCH_BE, "a", "there is no boot environment a");
        daemon.refuse(Packages.INSTALL, ErrorCode.PERMISSION_DENIED, null, "");

        Running unknown = Running.of(daemon, "be", "activate", "a");
        Running denied = Running.of(daemon, "--json", "install", "web");

        assertThat(unknown)
                .isEqualTo(new Running(1, "", "snapup: there is no boot environment a\n  see: snapup be list\n"));
        assertThat(denied.status()).isEqualTo(1);
        assertThat(denied.err())
                .startsWith("snapup: permission denied: you may not run 'snapup install' like this\n  ")
                .contains("role 'updater'")
                .contains("under [policy] updaters or members");
        assertThat(denied.out()).isEqualTo("{\"error\":\"org.varlink.service.PermissionDenied\",\"parameters\":{}}\n");
    }

    @Test
    void shouldSayThatTheDaemonIsOlder() throws IOException {
        daemon.refuse(Jobs.CANCEL, ErrorCode.METHOD_NOT_FOUND, Jobs.CANCEL, "");

        assertThat(Running.of(daemon, "job", "cancel", "3").err())
                .startsWith("snapup: the daemon doesn't know org.snapup.Jobs.Cancel: it is older than this snapup\n");
    }
}
