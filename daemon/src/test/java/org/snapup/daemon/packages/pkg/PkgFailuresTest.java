package org.snapup.daemon.packages.pkg;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.ImageWorld;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.RecordingContext;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Packages.Request;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification.Unpackaged;
import org.snapup.protocol.Verification.VerifyRequest;

/** What the engine makes of a pkg(1) that fails, lies or dies, and of a world that moves under it. */
final class PkgFailuresTest {
    private StandInPkg pkg;
    private ImageWorld world;
    private RecordingContext context;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        pkg = new StandInPkg(folder.resolve("stand-in"));
        world = new ImageWorld(folder, new PkgEngine(Path.of("/usr/bin/pkg"), pkg));
        context = new RecordingContext(world.cache());
        world.publish("hello", 2);
    }

    private PackagePlan update() {
        Request request = new Request(null, List.of(), null, null, null, null, null);
        return world.engine()
                .plan(world.root(), new PackageRequest(PackageRequest.Kind.UPDATE, request, false), context);
    }

    private void execute(PackagePlan plan, ErrorCode expected) {
        assertThatThrownBy(() -> world.engine().execute(world.root(), plan, context))
                .isInstanceOfSatisfying(
                        SnapupException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(expected));
    }

    private Recovery recover() {
        return world.engine().recover(world.root(), context);
    }

    @Test
    void shouldKeepPkgOffBootEnvironmentsAndOffTheCatalogsOnceItPlanned() {
        world.engine().execute(world.root(), update(), context);

        List<List<String>> calls = pkg.calls();
        assertThat(calls)
                .contains(List.of("update", "-n", "--parsable=0", "--accept", "-f", "--"))
                .contains(List.of("refresh"))
                .contains(List.of("update", "--no-refresh", "--deny-new-be", "--no-backup-be", "-f", "--"));
        assertThat(context.output()).contains("Finalize: Updating image state ... Done");
    }

    @Test
    void shouldCallItUnchangedWhereNoFileWasTouched() {
        PackagePlan plan = update();
        pkg.dying(root -> new CommandResult(137, "Download: 0/4 items  0.0/0.0MB  0% complete \n", ""));

        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(context.reportedChange()).isTrue();
        assertThat(recover()).isEqualTo(Recovery.UNCHANGED);
    }

    @Test
    void shouldNotVouchForFilesOfWhichOneIsNew() {
        PackagePlan plan = update();
        pkg.dying(root -> StandInPkg.killedInTheMiddle(root.resolve("opt/hello/f0")));

        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
        assertThat(context.notes()).anyMatch(note -> note.contains("in between"));
    }

    @Test
    void shouldSeeWhatIsLeftInAFolder() {
        PackagePlan plan = update();
        pkg.dying(root -> {
            write(root.resolve("opt/hello/tmpabcdefgh"));
            return new CommandResult(137, "", "");
        });

        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
    }

    @Test
    void shouldSeeAChangedSetting() throws IOException {
        PackagePlan plan = update();
        pkg.dying(root -> {
            append(root.resolve("var/pkg/pkg5.image"), "\n[variant]\nvariant.debug = true\n");
            return new CommandResult(137, "", "");
        });

        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
    }

    private void finishWithAnError() throws IOException {
        PackagePlan plan = update();
        pkg.exitingWith(99);
        execute(plan, ErrorCode.ENGINE_FAILED);
        assertThat(world.installed(world.root(), "hello")).isEqualTo(2);
    }

    @Test
    void shouldSeeThatItWasDoneWhereOnlyTheEndWasCutOff() throws IOException {
        finishWithAnError();

        assertThat(recover()).isEqualTo(Recovery.FINISHED);
    }

    @Test
    void shouldNotCallItFinishedWhereVerifyFindsErrors() throws IOException {
        finishWithAnError();
        pkg.findingErrors();

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
    }

    @Test
    void shouldNotCallItFinishedWhereTheHistoryHasNoEnd() throws IOException {
        finishWithAnError();
        pkg.forgetting();

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
    }

    @Test
    void shouldNotCallItFinishedAfterAReboot() throws IOException {
        finishWithAnError();
        Path record = world.cache().resolve("pkg/operation.json");
        Files.writeString(record, Files.readString(record).replaceFirst("\"boot\":\"[^\"]*\"", "\"boot\":\"other\""));

        assertThat(recover()).isEqualTo(Recovery.DIRTY);
    }

    @Test
    void shouldNotBelieveASuccessThatDidNothing() {
        PackagePlan plan = update();
        pkg.dying(root -> new CommandResult(0, "Planning: Planning completed in 0.00 seconds\n", ""));

        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(recover()).isEqualTo(Recovery.UNCHANGED);
    }

    @Test
    void shouldRefuseAPlanForAnImageThatChangedSince() throws IOException {
        PackagePlan plan = update();
        world.engine().execute(world.root(), update(), context);
        RecordingContext second = new RecordingContext(world.cache());

        assertThatThrownBy(() -> world.engine().execute(world.root(), plan, second))
                .isInstanceOf(SnapupException.class)
                .hasMessageContaining("what is installed changed");

        assertThat(second.reportedChange()).isFalse();
    }

    @Test
    void shouldKnowNothingOfAnotherRoot() {
        PackagePlan plan = update();
        pkg.dying(root -> new CommandResult(137, "", ""));
        execute(plan, ErrorCode.ENGINE_FAILED);

        assertThat(world.engine().recover(world.root().resolveSibling("other"), context))
                .isEqualTo(Recovery.DIRTY);
    }

    @Test
    void shouldRefuseARootWhoseImageLiesElsewhere(@TempDir Path elsewhere) throws IOException {
        Path root = Files.createDirectories(elsewhere.resolve("root"));
        Files.createSymbolicLink(root.resolve("var"), world.root().resolve("var"));
        Request request = new Request(null, List.of("hello"), null, null, null, null, null);

        assertThatThrownBy(() -> world.engine()
                        .plan(root, new PackageRequest(PackageRequest.Kind.INSTALL, request, true), context))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROOT));
    }

    @Test
    void shouldLeaveNoCopyBehind() throws IOException {
        world.engine().execute(world.root(), update(), context);

        try (var files = Files.list(world.cache().resolve("pkg"))) {
            assertThat(files.map(file -> requireNonNull(file.getFileName()).toString()))
                    .containsExactly("operation.json");
        }
    }

    @Test
    void shouldGiveEachExitStatusItsMeaning() {
        Map<Integer, ErrorCode> meanings = Map.ofEntries(
                Map.entry(1, ErrorCode.ENGINE_FAILED),
                Map.entry(2, ErrorCode.INVALID_REQUEST),
                Map.entry(3, ErrorCode.ENGINE_FAILED),
                Map.entry(5, ErrorCode.NEW_BE_NEEDED),
                Map.entry(6, ErrorCode.LICENSE_NOT_ACCEPTED),
                Map.entry(7, ErrorCode.IMAGE_LOCKED),
                Map.entry(8, ErrorCode.ENGINE_FAILED),
                Map.entry(9, ErrorCode.NO_SOLUTION),
                Map.entry(51, ErrorCode.ENGINE_FAILED),
                Map.entry(52, ErrorCode.NO_SOLUTION),
                Map.entry(53, ErrorCode.INVALID_REQUEST),
                Map.entry(54, ErrorCode.INVALID_REQUEST),
                Map.entry(99, ErrorCode.ENGINE_FAILED),
                Map.entry(130, ErrorCode.ENGINE_FAILED));

        meanings.forEach((status, code) -> {
            SnapupException failure = PkgFailure.of(List.of("install"), new CommandResult(status, "", "why"));
            assertThat(failure.code()).as("exit status %d", status).isEqualTo(code);
            assertThat(failure).hasMessageContaining("why").hasMessageContaining("pkg install");
        });
    }

    private static void write(Path file) {
        append(file, "");
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldNotLetPkgMakeABootEnvironmentForAQuestion() {
        VerifyRequest request = new VerifyRequest(null, null, null, Unpackaged.ONLY);

        assertThatThrownBy(() -> world.engine().answer(Path.of("/"), request, part -> {}, context))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .hasMessageContaining("name it with -R");
        assertThat(pkg.calls()).noneMatch(words -> words.contains("verify"));
    }
}
