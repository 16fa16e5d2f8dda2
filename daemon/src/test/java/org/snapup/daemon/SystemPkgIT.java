package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.ips.upkeep.GenuineImage;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.SettingsKind;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.NewBe;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Verification;
import org.snapup.testing.Trees;

/** A daemon over the real pkg(1), where there is one: workflows A and C, a pkg that dies, and questions. */
final class SystemPkgIT {
    private IpsWorld world;
    private Path live;
    private @Nullable Daemon daemon;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        world = IpsWorld.ofRealPkg(folder);
        live = folder.resolve("be/be0");
        open();
    }

    private void open() throws IOException {
        daemon = world.start();
    }

    @AfterEach
    void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private Outcome run(String method, @Nullable NewBe newBe, String... packages) throws IOException {
        DaemonClient client = new DaemonClient(world.socket());
        Packages.Request request = new Packages.Request(null, List.of(packages), null, null, null, newBe, null);
        return client.awaitEnd(client.submit(method, request));
    }

    private <T extends Record> T ask(String method, Record request, Class<T> reply) throws IOException {
        return new DaemonClient(world.socket()).ask(method, request, reply);
    }

    private Path be(Outcome outcome) {
        return world.folder().resolve("be").resolve(requireNonNull(outcome.be()));
    }

    @Test
    void shouldUpdateInAClone() throws IOException {
        world.publish("hello", 2);
        Map<String, String> before = Trees.print(live);

        Outcome outcome = run(Packages.IMAGE_UPDATE, null);

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(Trees.print(live)).as("the running BE").isEqualTo(before);
        assertThat(IpsWorld.versionIn(be(outcome), "hello")).isEqualTo(2);
        assertThat(run(Packages.IMAGE_UPDATE, null).exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
    }

    @Test
    void shouldInstallAndUninstallInPlace() throws IOException {
        world.publish("extra", 1);

        Outcome installed = run(Packages.INSTALL, null, "extra");
        int there = IpsWorld.versionIn(live, "extra");
        Outcome uninstalled = run(Packages.UNINSTALL, null, "extra");

        assertThat(installed.result()).as(installed.text()).isEqualTo(Result.DONE);
        assertThat(there).isEqualTo(1);
        assertThat(uninstalled.result()).as(uninstalled.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(live, "extra")).isZero();
        assertThat(world.folder().resolve("be")).isDirectoryContaining(folder -> folder.endsWith("be0"));
    }

    @Test
    void shouldUndoAnInstallWhosePayloadCannotBeFetched() throws IOException {
        world.publish("extra", 1);
        try (Stream<Path> payloads = Files.walk(world.folder().resolve("repo/publisher/test/file"))) {
            for (Path payload : payloads.filter(Files::isRegularFile).toList()) {
                Files.delete(payload);
            }
        }

        Outcome outcome = run(Packages.INSTALL, NewBe.DENY, "extra");

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.UNDONE);
        assertThat(outcome.text()).contains("Nothing was changed in BE be0");
        assertThat(IpsWorld.versionIn(live, "hello")).isEqualTo(1);
    }

    /** The program in pkg's place is the real one but for the moment of the change. */
    @Test
    void shouldLeaveARecoveryBeWhenPkgDiesAmongTheFiles() throws IOException {
        world.publish("extra", 1);
        Path dying = Files.writeString(
                world.folder().resolve("dying"),
                "#!/bin/sh\ncase \"$*\" in *--deny-new-be*)\n  echo ' Actions: 1/9 actions (Installing new actions)'\n"
                        + "  mkdir \"$2/opt/extra\"; kill -9 $$;;\nesac\nexec '" + PkgEngines.program()
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(dying, PosixFilePermissions.fromString("rwx------"));
        stop();
        world.packages("engine = \"pkg\"\nprogram = \"" + dying + "\"\n");
        open();

        Outcome outcome = run(Packages.INSTALL, NewBe.DENY, "extra");

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.RECOVERABLE);
        assertThat(outcome.text()).contains("snapup be activate " + outcome.be());
        assertThat(IpsWorld.versionIn(
                        world.folder().resolve("run/recovery").resolve(requireNonNull(outcome.be())), "hello"))
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerWithoutTouchingTheImage() throws IOException {
        world.publish("hello", 2);
        Map<String, String> before = Trees.print(live);

        ImageQueries.Listed listed =
                ask(ImageQueries.LIST, new ImageQueries.ListRequest(null, null, null, true), ImageQueries.Listed.class);
        ImageQueries.Informed informed = ask(
                ImageQueries.INFO,
                new ImageQueries.InfoRequest(null, List.of("hello", "nosuch"), null, null),
                ImageQueries.Informed.class);
        ImageQueries.Contained files = ask(
                ImageQueries.CONTENTS,
                new ImageQueries.ContentsRequest(
                        null, List.of("hello"), null, List.of("file"), List.of("mode=06*"), null, null),
                ImageQueries.Contained.class);
        ImageHistory.Remembered history =
                ask(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(null, null), ImageHistory.Remembered.class);
        ImageQueries.Publishing publishing =
                ask(ImageQueries.PUBLISHERS, new ImageQueries.PublishersRequest(null), ImageQueries.Publishing.class);
        ImageQueries.Settled variants = ask(
                ImageQueries.SETTINGS,
                new ImageQueries.SettingsRequest(null, SettingsKind.VARIANTS, null),
                ImageQueries.Settled.class);

        assertThat(Trees.print(live)).isEqualTo(before);
        assertThat(listed.packages()).singleElement().satisfies(each -> {
            assertThat(each.version()).isEqualTo("1.0");
            assertThat(each.preferred()).isTrue();
            assertThat(each.states()).contains(ImageQueries.PackageState.INSTALLED);
        });
        assertThat(informed.packages()).singleElement().satisfies(info -> {
            assertThat(info.sizeBytes()).isPositive();
            assertThat(info.packaged()).endsWith("Z");
            assertThat(info.attributes()).containsKey("pkg.fmri");
        });
        assertThat(informed.unmatched()).containsExactly("nosuch");
        assertThat(files.contents()).hasSize(8);
        assertThat(history.operations())
                .extracting(ImageHistory.PastOperation::operation)
                .contains("image-create", "install");
        assertThat(history.operations().get(0).start()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(publishing.publishers()).singleElement().satisfies(publisher -> {
            assertThat(publisher.name()).isEqualTo("test");
            assertThat(publisher.origins()).hasSize(1);
        });
        assertThat(variants.settings()).extracting(ImageQueries.Setting::name).contains("variant.arch");
    }

    @Test
    void shouldVerifyAndRepair() throws IOException {
        Files.writeString(live.resolve("opt/hello/f0"), "broken");
        Verification.Verified broken = ask(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(null, null, null, null),
                Verification.Verified.class);

        Outcome outcome = run(Packages.FIX, null);

        assertThat(requireNonNull(broken.packages()))
                .anySatisfy(each -> assertThat(each.findings())
                        .anyMatch(finding -> finding.severity() == Verification.Severity.ERROR
                                && finding.action().contains("opt/hello/f0")));
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(live, "hello")).isEqualTo(1);
    }

    @Test
    void shouldListWhatNoPackageDelivers() throws IOException {
        Files.writeString(live.resolve("opt/hello/mine"), "");

        Verification.Verified only = ask(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(null, null, null, Verification.Unpackaged.ONLY),
                Verification.Verified.class);

        assertThat(only.packages()).isNull();
        assertThat(requireNonNull(only.unpackaged()))
                .contains(new Verification.Finding(
                        Verification.Severity.INFO, "file: " + live.resolve("opt/hello/mine"), "Unpackaged file"));
    }

    @Test
    void shouldMarkWhatSomebodyAskedFor() throws IOException {
        Outcome taken = configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), false));
        Outcome marked = configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), true));
        Outcome again = configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), true));
        Outcome missing = configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("nosuch"), true));

        assertThat(again.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(marked.result()).as(marked.text()).isEqualTo(Result.DONE);
        assertThat(taken.exitStatus()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(marked.exitStatus()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(missing.exitStatus()).as(missing.text()).isEqualTo(Outcome.EXIT_FAILED);
        assertThat(ask(
                                ImageQueries.LIST,
                                new ImageQueries.ListRequest(null, List.of("hello"), null, null),
                                ImageQueries.Listed.class)
                        .packages())
                .singleElement()
                .satisfies(each -> assertThat(each.states()).contains(ImageQueries.PackageState.MANUAL));
    }

    @Test
    void shouldRemoveWhatIsLeftOver() throws IOException {
        world.publish("extra", 1);
        run(Packages.INSTALL, null, "extra");
        Outcome nothing = run(Packages.AUTOREMOVE, null);
        configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("extra"), false));

        Outcome outcome = run(Packages.AUTOREMOVE, null);

        assertThat(nothing.exitStatus()).as(nothing.text()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(live, "extra")).isZero();
        assertThat(IpsWorld.versionIn(live, "hello")).isEqualTo(1);
    }

    @Test
    void shouldCleanAndUpdateTheFormat() throws IOException {
        Path kept = Files.createDirectories(live.resolve("var/pkg/publisher/test/file/ab"));
        Files.writeString(kept.resolve("abc"), "content");

        Outcome cleaned = configure(ImageChanges.CLEAN, new ImageChanges.CleanRequest(null));
        Outcome current = configure(ImageChanges.UPDATE_FORMAT, new ImageChanges.UpdateFormatRequest(null));
        Path other = GenuineImage.unpack(4, world.folder().resolve("be/be4"));
        Outcome updated = configure(ImageChanges.UPDATE_FORMAT, new ImageChanges.UpdateFormatRequest(other.toString()));

        assertThat(cleaned.exitStatus()).as(cleaned.text()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(kept).doesNotExist();
        assertThat(current.exitStatus()).as(current.text()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(updated.exitStatus()).as(updated.text()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(other.resolve("var/pkg/state/catalog.db")).isRegularFile();
    }

    @Test
    void shouldApplyAHotFix() throws IOException {
        world.publish("hello", 2);
        String repository = world.folder().resolve("repo").toString();
        Path archive = world.folder().resolve("fix.p5p");
        world.repo("copy", "-s", repository, "-d", archive.toString(), "hello@2");
        world.repo("remove", "-s", repository, "hello@2");
        Packages.HotFixRequest request =
                new Packages.HotFixRequest(null, archive.toString(), null, null, null, null, null, null, null, null);

        Long job = ask(Packages.APPLY_HOT_FIX, request, Packages.Started.class).job();
        Outcome outcome = new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(live, "hello")).isEqualTo(2);
    }

    @Test
    void shouldSayThatItCannotDehydrate() throws IOException {
        Packages.HydrationRequest request =
                new Packages.HydrationRequest(null, null, null, null, null, null, null, null, null);

        Long job = ask(Packages.REHYDRATE, request, Packages.Started.class).job();
        Outcome outcome = new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));

        assertThat(outcome.exitStatus()).isEqualTo(Outcome.EXIT_FAILED);
        assertThat(outcome.text()).contains("pkg(1) can't show a program what it would do");
    }

    @Test
    void shouldLeaveOutWhatIsMissing() throws IOException {
        DaemonClient client = new DaemonClient(world.socket());
        Outcome outcome = client.awaitEnd(client.submit(
                Packages.UNINSTALL,
                new Packages.Request(
                        null, List.of("gone", "hello"), null, null, null, null, null, null, null, null, true)));

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(live, "hello")).isZero();
    }

    private Outcome configure(String method, Record request) throws IOException {
        Long job = ask(method, request, ImageChanges.Started.class).job();
        return new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));
    }

    @Test
    void shouldForgetItsHistory() throws IOException {
        Long job = ask(
                        ImageChanges.PURGE_HISTORY,
                        new ImageChanges.PurgeHistoryRequest(null),
                        ImageChanges.Started.class)
                .job();

        Outcome outcome = new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));

        ImageHistory.Remembered history =
                ask(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(null, null), ImageHistory.Remembered.class);
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(history.operations())
                .extracting(ImageHistory.PastOperation::operation)
                .containsExactly("purge-history");
    }

    @Test
    void shouldBuildItsIndexAnew() throws IOException {
        Long job = ask(
                        ImageChanges.REBUILD_INDEX,
                        new ImageChanges.RebuildIndexRequest(null),
                        ImageChanges.Started.class)
                .job();

        Outcome outcome = new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(live.resolve("var/pkg/cache/index")).isNotEmptyDirectory();
    }

    @Test
    void shouldPassOnWhatPkgPrintsForPrograms() throws IOException {
        world.publish("extra", 1);
        Files.writeString(live.resolve("opt/hello/f0"), "broken");

        Plan plan = requireNonNull(ask(
                        Packages.INSTALL,
                        new Packages.Request(null, List.of("extra"), null, null, null, null, true, null, null, true),
                        Packages.Started.class)
                .plan());
        Verification.Verified verified = ask(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(null, null, null, null, true),
                Verification.Verified.class);

        assertThat(plan.parsable()).startsWith("{").contains("\"add-packages\":[\"pkg://test/extra@");
        assertThat(verified.parsable()).startsWith("{").contains("\"affect-packages\":[\"pkg://test/hello@");
    }

    @Test
    void shouldKeepPkgsOutputAndProgressInTheJob() throws IOException {
        world.publish("extra", 1);
        DaemonClient client = new DaemonClient(world.socket());
        long job = client.submit(
                Packages.INSTALL, new Packages.Request(null, List.of("extra"), null, null, null, null, null));

        List<Event> events = client.watch(job, 0, Event::isLast);

        assertThat(events)
                .anyMatch(event -> event.kind() == Event.Kind.OUTPUT
                        && requireNonNull(event.text()).contains("Finalize: Updating image state"))
                .anyMatch(event -> event.kind() == Event.Kind.PROGRESS
                        && requireNonNull(event.progress()).phase().equals("actions"));
    }
}
