package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;

/** What keeps an image in order, asked of a real daemon on IPS that has an image of its own for each test. */
final class UpkeepTest {
    private IpsWorld world;
    private Daemon daemon;
    private Path root;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        world = IpsWorld.onDirectories(folder);
        world.publish("extra", 1);
        root = folder.resolve("be/be0");
        daemon = world.start();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private <T extends Record> T ask(String method, Record request, Class<T> reply) throws IOException {
        return new DaemonClient(world.socket()).ask(method, request, reply);
    }

    private Outcome configure(String method, Record request) throws IOException {
        return end(ask(method, request, ImageChanges.Started.class).job());
    }

    private Outcome operate(String method, Record request) throws IOException {
        return end(ask(method, request, Packages.Started.class).job());
    }

    private Outcome end(@Nullable Long job) throws IOException {
        return new DaemonClient(world.socket()).awaitEnd(requireNonNull(job));
    }

    private static Packages.Request request(boolean dryRun, boolean ignoreMissing, String... packages) {
        return new Packages.Request(
                null, List.of(packages), null, null, null, null, dryRun, null, null, null, ignoreMissing);
    }

    @Test
    void shouldRemoveWhatIsLeftOver() throws IOException {
        configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), true));
        operate(Packages.INSTALL, request(false, false, "extra"));
        Outcome nothing = operate(Packages.AUTOREMOVE, request(false, false));
        configure(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("extra"), false));

        Plan plan = requireNonNull(ask(Packages.AUTOREMOVE, request(true, false), Packages.Started.class)
                .plan());
        Outcome outcome = operate(Packages.AUTOREMOVE, request(false, false));

        assertThat(nothing.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(plan.changes()).extracting(Plan.PackageChange::name).containsExactly("extra");
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(Files.exists(root.resolve("opt/extra"))).isFalse();
        assertThat(Files.exists(root.resolve("opt/hello/f0"))).isTrue();
    }

    @Test
    void shouldRefuseToRemoveWhatWasNamedAsLeftOver() {
        assertThatThrownBy(() -> operate(Packages.AUTOREMOVE, request(true, false, "hello")))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("name no packages, or use uninstall");
    }

    @Test
    void shouldLeaveOutWhatIsMissingWhenItPlans() throws IOException {
        Outcome update = operate(Packages.IMAGE_UPDATE, request(false, true, "extra", "gone"));
        Outcome uninstall = operate(Packages.UNINSTALL, request(false, true, "hello", "gone"));

        assertThat(update.exitStatus()).as(update.text()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(uninstall.result()).as(uninstall.text()).isEqualTo(Result.DONE);
        assertThat(Files.exists(root.resolve("opt/hello"))).isFalse();
        assertThatThrownBy(() -> operate(Packages.INSTALL, request(true, true, "gone")))
                .hasMessageContaining("only image-update and uninstall can leave out what isn't installed");
    }

    @Test
    void shouldRemoveWhatIsKept() throws IOException {
        Path kept = Files.createDirectories(root.resolve("var/pkg/publisher/test/file/ab"));
        Files.writeString(kept.resolve("abc"), "content");

        Outcome cleaned = configure(ImageChanges.CLEAN, new ImageChanges.CleanRequest(null));
        Outcome again = configure(ImageChanges.CLEAN, new ImageChanges.CleanRequest(null));

        assertThat(cleaned.result()).as(cleaned.text()).isEqualTo(Result.DONE);
        assertThat(cleaned.exitStatus()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(kept).doesNotExist();
        assertThat(again.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
    }

    @Test
    void shouldUpdateTheFormat() throws IOException {
        Requires.require(SqliteDatabase.isAvailable(), "needs libsqlite3: install the package libsqlite3-0");

        Outcome updated = configure(ImageChanges.UPDATE_FORMAT, new ImageChanges.UpdateFormatRequest(null));
        Outcome again = configure(ImageChanges.UPDATE_FORMAT, new ImageChanges.UpdateFormatRequest(null));
        Outcome installed = operate(Packages.INSTALL, request(false, false, "extra"));

        assertThat(updated.exitStatus()).as(updated.text()).isEqualTo(Outcome.EXIT_DONE);
        assertThat(again.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(root.resolve("var/pkg/state/catalog.db")).isRegularFile();
        assertThat(installed.result()).as(installed.text()).isEqualTo(Result.DONE);
    }

    private Packages.HotFixRequest hotFix(Path archive, boolean dryRun) {
        return new Packages.HotFixRequest(null, archive.toString(), null, null, null, null, null, dryRun, null, null);
    }

    @Test
    void shouldApplyAHotFix() throws IOException {
        world.publish("hello", 2);
        Path archive = world.folder().resolve("fix.p5p");
        world.repo("copy", "-s", world.folder().resolve("repo").toString(), "-d", archive.toString(), "hello@2");
        world.repo("remove", "-s", world.folder().resolve("repo").toString(), "hello@2");

        Plan plan = requireNonNull(ask(Packages.APPLY_HOT_FIX, hotFix(archive, true), Packages.Started.class)
                .plan());
        Outcome outcome = operate(Packages.APPLY_HOT_FIX, hotFix(archive, false));
        Outcome missing = operate(Packages.APPLY_HOT_FIX, hotFix(root.resolve("gone.p5p"), false));

        assertThat(plan.changes()).extracting(Plan.PackageChange::name).containsExactly("hello");
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(root, "hello")).isEqualTo(2);
        assertThat(missing.result()).isEqualTo(Result.UNDONE);
        assertThat(missing.text()).contains("name a .p5p file on this machine");
    }

    private static Packages.HydrationRequest hydration(@Nullable Path root, String... publishers) {
        return new Packages.HydrationRequest(
                root == null ? null : root.toString(), List.of(publishers), null, null, null, null, null, null, null);
    }

    @Test
    void shouldDehydrateWhatDoesNotRunAndRehydrateIt() throws IOException {
        Path other = root.resolveSibling("be1");
        world.image(other, "hello");

        Outcome live = operate(Packages.DEHYDRATE, hydration(null));
        Outcome nobody = operate(Packages.DEHYDRATE, hydration(other, "nobody"));
        Outcome dehydrated = operate(Packages.DEHYDRATE, hydration(other));
        boolean there = Files.exists(other.resolve("opt/hello/f0"));
        Outcome again = operate(Packages.DEHYDRATE, hydration(other, "test"));
        Outcome rehydrated = operate(Packages.REHYDRATE, hydration(other));

        assertThat(live.text()).contains("BE be0 runs, and dehydrated it couldn't: mount another one");
        assertThat(nobody.text()).contains("give them one with set-publisher -g");
        assertThat(dehydrated.result()).as(dehydrated.text()).isEqualTo(Result.DONE);
        assertThat(there).isFalse();
        assertThat(again.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(rehydrated.result()).as(rehydrated.text()).isEqualTo(Result.DONE);
        assertThat(IpsWorld.versionIn(other, "hello")).isEqualTo(1);
        assertThat(IpsWorld.versionIn(root, "hello")).isEqualTo(1);
    }
}
