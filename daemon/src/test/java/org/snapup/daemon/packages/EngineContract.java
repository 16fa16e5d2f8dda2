package org.snapup.daemon.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.ImageQueries.Listed;
import org.snapup.protocol.ImageQueries.ListedPackage;
import org.snapup.protocol.Packages.Request;
import org.snapup.protocol.Plan.PackageChange;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Trees;

/** What every package engine promises to workflows. */
abstract class EngineContract {
    private EngineWorld world;

    /** A world beneath an empty folder. */
    abstract EngineWorld open(Path folder) throws IOException;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        world = open(folder);
    }

    private RecordingContext context() {
        return new RecordingContext(world.cache());
    }

    private PackagePlan plan(PackageRequest.Kind kind, String... packages) {
        return plan(world.root(), context(), kind, packages);
    }

    private PackagePlan plan(Path root, EngineContext context, PackageRequest.Kind kind, String... packages) {
        Request request = new Request(null, List.of(packages), null, null, null, null, null);
        return world.engine().plan(root, new PackageRequest(kind, request, true), context);
    }

    @Test
    void shouldPlanWithoutWritingBeneathTheRoot() throws IOException {
        world.publish("hello", 2);
        world.publish("extra", 1);
        Map<String, String> before = Trees.print(world.root());

        PackagePlan install = plan(PackageRequest.Kind.INSTALL, "extra");
        PackagePlan update = plan(PackageRequest.Kind.UPDATE);
        PackagePlan uninstall = plan(PackageRequest.Kind.UNINSTALL, "hello");

        assertThat(Trees.print(world.root())).isEqualTo(before);
        assertThat(install.summary().changes())
                .extracting(PackageChange::name, PackageChange::from)
                .containsExactly(tuple("extra", null));
        assertThat(update.summary().changes()).singleElement().satisfies(change -> {
            assertThat(change.from()).startsWith("1");
            assertThat(change.to()).startsWith("2");
        });
        assertThat(uninstall.summary().changes()).singleElement().satisfies(change -> {
            assertThat(change.name()).isEqualTo("hello");
            assertThat(change.to()).isNull();
        });
    }

    @Test
    void shouldRefuseAPackageThatNobodyOffers() {
        assertRefused(ErrorCode.NO_SUCH_PACKAGE, () -> plan(PackageRequest.Kind.INSTALL, "nosuch"));
    }

    @Test
    void shouldKnowThatThereIsNothingToDo() {
        assertThat(plan(PackageRequest.Kind.INSTALL, "hello").isEmpty()).isTrue();
        assertThat(plan(PackageRequest.Kind.UPDATE).isEmpty()).isTrue();
    }

    @Test
    void shouldReportItsFirstChangeBeforeMakingIt() throws IOException {
        world.publish("extra", 1);
        Map<String, String> before = visible();
        AtomicReference<Map<String, String>> atFirstChange = new AtomicReference<>();
        RecordingContext context = context().onFirstChange(() -> atFirstChange.set(visible()));

        world.engine().execute(world.root(), plan(PackageRequest.Kind.INSTALL, "extra"), context);

        assertThat(atFirstChange.get()).isEqualTo(before);
        assertThat(context.progress()).isNotEmpty();
        assertThat(world.installed(world.root(), "extra")).isEqualTo(1);
        assertThat(world.installed(world.root(), "hello")).isEqualTo(1);
    }

    @Test
    void shouldUpdate() throws IOException {
        world.publish("hello", 2);

        world.engine().execute(world.root(), plan(PackageRequest.Kind.UPDATE), context());

        assertThat(world.installed(world.root(), "hello")).isEqualTo(2);
        assertThat(plan(PackageRequest.Kind.UPDATE).isEmpty()).isTrue();
    }

    @Test
    void shouldUninstall() throws IOException {
        world.engine().execute(world.root(), plan(PackageRequest.Kind.UNINSTALL, "hello"), context());

        assertThat(world.installed(world.root(), "hello")).isZero();
    }

    @Test
    void shouldCarryOutAPlanOnAnIdenticalCopy() throws IOException {
        world.publish("hello", 2);
        Path copy = world.root().resolveSibling("copy");
        copy(world.root(), copy);
        PackagePlan plan = plan(PackageRequest.Kind.UPDATE);
        Map<String, String> before = Trees.print(world.root());

        world.engine().execute(copy, plan, context());

        assertThat(Trees.print(world.root())).isEqualTo(before);
        assertThat(world.installed(copy, "hello")).isEqualTo(2);
        assertThat(world.installed(world.root(), "hello")).isEqualTo(1);
    }

    @Test
    void shouldHaveChangedNothingWhenAPayloadCannotBeFetched() throws IOException {
        world.publish("extra", 1);
        PackagePlan plan = plan(PackageRequest.Kind.INSTALL, "extra");
        world.breakRepository();
        Map<String, String> before = visible();
        RecordingContext context = context();

        assertThatThrownBy(() -> world.engine().execute(world.root(), plan, context))
                .isInstanceOf(SnapupException.class);

        assertThat(visible()).isEqualTo(before);
        if (context.reportedChange()) {
            assertThat(world.engine().recover(world.root(), context())).isEqualTo(Recovery.UNCHANGED);
        }
    }

    @Test
    void shouldHonourACancelThatCameBefore() throws IOException {
        world.publish("extra", 1);
        PackagePlan plan = plan(PackageRequest.Kind.INSTALL, "extra");
        Map<String, String> before = visible();

        RecordingContext context = context().cancel();
        assertRefused(ErrorCode.CANCELLED, () -> world.engine().execute(world.root(), plan, context));

        assertThat(world.installed(world.root(), "extra")).isZero();
        if (!context.reportedChange()) {
            assertThat(visible()).isEqualTo(before);
        }
    }

    @Test
    void shouldNotTakeAFinishedOperationForOneThatNeverBegan() throws IOException {
        world.publish("hello", 2);
        world.engine().execute(world.root(), plan(PackageRequest.Kind.UPDATE), context());

        assertThat(world.engine().recover(world.root(), context())).isNotEqualTo(Recovery.UNCHANGED);
        assertThat(world.installed(world.root(), "hello")).isEqualTo(2);
    }

    @Test
    void shouldNotVouchForARootThatItKnowsNothingOf() {
        assertThat(world.engine().recover(world.root(), context())).isNotEqualTo(Recovery.FINISHED);
    }

    @Test
    void shouldLockWithoutChangingTheRoot() {
        Map<String, String> before = Trees.print(world.root());

        try (PackageEngine.ImageLock lock = world.engine().lock(world.root())) {
            assertThat(Trees.print(world.root())).isEqualTo(before);
        }

        assertThat(Trees.print(world.root())).isEqualTo(before);
    }

    @Test
    void shouldListWhatIsInstalledOrSayThatItCannot() {
        ListRequest request = new ListRequest(null, List.of("hello", "nosuch"), null, null);
        Map<String, String> before = Trees.print(world.root());

        if (world.answers()) {
            Listed listed = (Listed) world.engine().answer(world.root(), request, part -> {}, context());
            assertThat(listed.packages()).extracting(ListedPackage::name).containsExactly("hello");
            assertThat(listed.unmatched()).containsExactly("nosuch");
        } else {
            assertRefused(
                    ErrorCode.NOT_SUPPORTED, () -> world.engine().answer(world.root(), request, part -> {}, context()));
        }
        assertThat(Trees.print(world.root())).isEqualTo(before);
    }

    /** What packages deliver. */
    private Map<String, String> visible() {
        Map<String, String> all = Trees.print(world.root());
        all.keySet().removeIf(path -> Path.of(path).startsWith(world.records()));
        return all;
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SnapupException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.copy(
                            folder, to.resolve(from.relativize(folder).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file).toString()),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
