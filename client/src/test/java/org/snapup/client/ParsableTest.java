package org.snapup.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.client.testing.Story;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.PackageChange;
import org.snapup.protocol.Verification;

/** {@code --parsable=0}. */
@ExtendWith(FakeDaemons.class)
class ParsableTest {
    private static final String PLAN =
            "{\"activate-be\":true,\"be-name\":null,\"create-new-be\":false,\"item-messages\":{},\"version\":0}";
    private static final String BROKEN =
            "{\"item-messages\":{\"pkg://a/b@1\":{\"messages\":[{\"msg_level\":\"error\"}]}}}";

    private final FakeDaemon daemon;

    ParsableTest(FakeDaemon daemon) {
        this.daemon = daemon;
    }

    private void plan(String method, boolean empty, @Nullable String json) {
        List<PackageChange> changes = empty ? List.of() : List.of(new PackageChange("web", "a", null, "1"));
        Plan plan = new Plan(changes, true, false, 0, 0, List.of(), null, null, null, json);
        daemon.on(method, (call, talk) -> {
            if (Boolean.TRUE.equals(call.parameters().get("dryRun"))) {
                assertThat(call.parameters()).containsEntry("parsable", true);
                talk.reply(Packages.Started.planned(plan));
            } else {
                assertThat(call.parameters()).doesNotContainKey("parsable");
                talk.reply(Packages.Started.event(
                        3, new Story().done("ok").events().get(0)));
            }
        });
    }

    @Test
    void shouldPrintThePlanWithWhatIsKnownOfBootEnvironments() {
        plan(Packages.INSTALL, false, PLAN);

        assertThat(Running.of(daemon, "install", "-n", "--parsable=0", "web"))
                .isEqualTo(
                        new Running(0, PLAN.replace("\"create-new-be\":false", "\"create-new-be\":true") + "\n", ""));
        assertThat(Running.of(daemon, "install", "-n", "--parsable", "0", "--be-name", "x", "--no-activate", "web")
                        .out())
                .startsWith("{\"activate-be\":false,\"be-name\":\"x\",\"create-new-be\":true,");
    }

    @Test
    void shouldPrintOnlyThatAndDoIt() {
        plan(Packages.UNINSTALL, false, PLAN);

        Running run = Running.of(daemon, "uninstall", "--parsable=0", "web");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).singleElement().asString().startsWith("{");
        assertThat(run.err()).isEmpty();
        assertThat(daemon.calls()).extracting(Call::method).containsExactly(Packages.UNINSTALL, Packages.UNINSTALL);
    }

    @Test
    void shouldNotMakeAJobOfNothing() {
        plan(Packages.IMAGE_UPDATE, true, PLAN);

        Running run = Running.of(daemon, "update", "--parsable=0");

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(daemon.calls()).hasSize(1);
    }

    @Test
    void shouldPrintNothingWhereTheEngineHasNothingToSay() {
        plan(Packages.IMAGE_UPDATE, true, null);

        assertThat(Running.of(daemon, "update", "--parsable=0")).isEqualTo(new Running(4, "", ""));
    }

    @Test
    void shouldSayThatAPlanCannotBeRead() {
        plan(Packages.IMAGE_UPDATE, true, "nothing");

        Running run = Running.of(daemon, "update", "--parsable=0");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the daemon's plan for programs can't be read");
    }

    @Test
    void shouldPrintNothingWhereThereIsNoPlan() {
        daemon.refuse(Packages.INSTALL, ErrorCode.NO_SUCH_PACKAGE, "web", "there is no web");

        Running run = Running.of(daemon, "install", "--parsable=0", "web");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("there is no web");
    }

    @Test
    void shouldAddWhatIsUnpackagedToAFix() {
        plan(Packages.FIX, false, BROKEN);
        daemon.answer(
                ImageQueries.VERIFY,
                new Verification.Verified(
                        null, null, null, null, "{\"item-messages\":{\"unpackaged\":{\"dir: /opt\":[]}}}"));

        Running run = Running.of(daemon, "fix", "-n", "--unpackaged", "--parsable=0");

        assertThat(run.out()).contains("\"item-messages\":{\"unpackaged\":{\"dir: /opt\":[]},\"pkg://a/b@1\":{");
        assertThat(daemon.calls().get(1).parameters())
                .containsEntry("unpackaged", "only")
                .containsEntry("parsable", true);
    }

    @Test
    void shouldVerify() {
        daemon.answer(ImageQueries.VERIFY, new Verification.Verified(null, null, null, null, BROKEN));
        assertThat(Running.of(daemon, "verify", "--parsable=0")).isEqualTo(new Running(1, BROKEN + "\n", ""));

        daemon.answer(ImageQueries.VERIFY, new Verification.Verified(null, null, null, null, PLAN));
        assertThat(Running.of(daemon, "verify", "-q", "--parsable=0")).isEqualTo(new Running(0, PLAN + "\n", ""));

        daemon.answer(ImageQueries.VERIFY, new Verification.Verified(null, null, List.of("nosuch"), null, PLAN));
        Running run = Running.of(daemon, "verify", "--parsable=0", "nosuch");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("nosuch");
    }

    @Test
    void shouldRefuseOtherVersionsAndOtherOutput() {
        assertThat(Running.of(daemon, "install", "--parsable=1", "web").err())
                .contains("--parsable knows only version 0, not '1'");
        for (String other : List.of("-v", "--no-wait", "--json")) {
            Running run = Running.of(daemon, "install", "--parsable=0", other, "web");
            assertThat(run.status()).as(other).isEqualTo(2);
            assertThat(run.err()).contains("--parsable goes without --json, -v, -H and --no-wait");
        }
        assertThat(Running.of(daemon, "verify", "-H", "--parsable=0").err()).contains("it prints one object");
        assertThat(Running.of(daemon, "fix", "-H", "--parsable=0").err())
                .contains("-H and --parsable exclude each other");
        assertThat(Running.of(daemon, "freeze", "--parsable=0", "web").err()).contains("unknown option --parsable");
        assertThat(daemon.calls()).isEmpty();
    }
}
