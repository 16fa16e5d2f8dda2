package org.snapup.ips.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.execute.contents.Payloads;
import org.snapup.ips.execute.contents.Staging;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

class StagingTest {
    private static final String OWNER = " owner=root group=root";

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void makeWorld() {
        world = new TestWorld(temporary);
    }

    @Test
    void shouldKeepWhatSeveralThreadsPutIn() {
        List<String> hashes = IntStream.range(0, 300)
                .mapToObj(i -> "%040x".formatted(i * 7919))
                .toList();
        try (ImageFiles files = ImageFiles.open(world.root);
                Staging staging = new Staging(files)) {
            ParallelWork.run(4, hashes, () -> hash -> put(staging, hash, "content of " + hash), begun -> {});
            hashes.forEach(hash -> assertThat(copy(staging, hash)).isEqualTo("content of " + hash));
            assertThat(copy(staging, "f".repeat(40))).isNull();
        }
        assertNothingStaged();
    }

    @Test
    void shouldForgetWhatIsNotCompleteAndWhatWasLeft() throws IOException {
        Path left = Files.createDirectories(staging().resolve("1"));
        Files.writeString(left.resolve("aa"), "of a process that was killed");
        try (ImageFiles files = ImageFiles.open(world.root);
                Staging staging = new Staging(files)) {
            assertThat(left.resolve("aa")).doesNotExist();
            try (Staging.Sink sink = staging.put("bb", 0600)) {
                sink.write(direct("half"));
            }
            assertThat(copy(staging, "bb")).isNull();
            put(staging, "bb", "from the next origin");
            assertThat(copy(staging, "bb")).isEqualTo("from the next origin");
        }
    }

    @Test
    void shouldInstallOneContentAtSeveralPathsAsEachIsToBe() throws IOException {
        world.publish(
                "a@1",
                "file path=opt/x mode=0400" + OWNER,
                "file opt/x path=opt/y mode=0644" + OWNER,
                "file opt/x path=opt/z mode=0755" + OWNER);
        world.install("a");

        assertInstalled("opt/x", "opt/x of a@1\n", 0400);
        assertInstalled("opt/y", "opt/x of a@1\n", 0644);
        assertInstalled("opt/z", "opt/x of a@1\n", 0755);
        assertThat(Files.isSameFile(world.root.resolve("opt/x"), world.root.resolve("opt/y")))
                .isFalse();
        assertNothingStaged();
    }

    @Test
    void shouldSetAllOfAModeAndTheTime() throws IOException {
        publishSpecial();
        world.install("a");

        assertSpecial();
        assertNothingStaged();
    }

    @Test
    void shouldCopyToAnotherFilesystem() throws IOException, InterruptedException {
        Requires.root();
        publishSpecial();
        Path opt = Files.createDirectories(world.root.resolve("opt"));
        run("mount", "-t", "tmpfs", "none", opt.toString());
        try {
            world.install("a");
            assertSpecial();
            assertNothingStaged();
        } finally {
            run("umount", opt.toString());
        }
    }

    @Test
    void shouldCopyManifestsToAnotherFilesystem() throws IOException, InterruptedException {
        Requires.root();
        publishSpecial();
        Path publisher = Files.createDirectories(world.root.resolve("var/pkg/publisher"));
        run("mount", "-t", "tmpfs", "none", publisher.toString());
        try {
            world.install("a");
            assertVerifies();
        } finally {
            run("umount", publisher.toString());
        }
    }

    @Test
    void shouldNeedNoOriginOnceChangesAreMade() throws IOException {
        world.publish(
                "a@1",
                "file path=opt/x mode=0400" + OWNER,
                "file opt/x path=opt/y mode=0644" + OWNER,
                "file path=etc/kept preserve=true mode=0644" + OWNER,
                "license terms license=terms");
        world.publish("b@1", large());
        Path away = temporary.resolve("away");
        IpsListener thief = new IpsListener() {
            @Override
            public void beforeFirstChange() {
                assertThat(world.repository.toFile().renameTo(away.toFile())).isTrue();
            }
        };
        Ips.execute(world.root, world.plan(PlanRequest.install("a", "b")), world.cache, thief);

        Files.move(away, world.repository);
        assertVerifies();
        assertNothingStaged();
    }

    @Test
    void shouldFindOutThatThereIsNoRoomBeforeAnythingIsChanged() throws IOException, InterruptedException {
        Requires.root();
        Path image = Files.createDirectories(temporary.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=256k", "none", image.toString());
        try {
            world.create(image);
            world.publish("large@1", large());
            AtomicBoolean changed = new AtomicBoolean();
            var plan = Ips.plan(image, PlanRequest.install("large"), world.cache, IpsListener.NONE);

            assertThatThrownBy(() -> Ips.execute(image, plan, world.cache, TestWorld.announcing(changed)))
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_SPACE))
                    .hasMessageContaining("; nothing was changed");
            assertThat(changed).isFalse();
            assertThat(image.resolve("var/pkg/snapup-staging")).doesNotExist();
            assertThat(image.resolve("opt")).doesNotExist();
        } finally {
            run("umount", image.toString());
        }
    }

    @Test
    void shouldLeaveNothingWhenItsListenerStopsIt() throws IOException {
        world.publish("a@1", "file path=opt/x mode=0644" + OWNER);
        IpsListener stopped = new IpsListener() {
            @Override
            public void beforeFirstChange() {
                throw new IllegalStateException("stopped");
            }
        };
        var plan = world.plan(PlanRequest.install("a"));

        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, stopped))
                .hasMessage("stopped");
        assertNothingStaged();
        assertThat(world.root.resolve("var/pkg/state.snapup")).doesNotExist();
        assertThat(world.root.resolve("opt")).doesNotExist();
    }

    @Test
    void shouldBeTakenAwayByTheNextCallAfterAKill() throws IOException {
        Path left = Files.createDirectories(staging().resolve("0"));
        Files.writeString(left.resolve("aa"), "of a process that was killed");
        Path modified = Files.writeString(world.root.resolve("var/pkg/.snapup-4711-12"), "");
        Path journal = Files.createDirectory(world.root.resolve("var/pkg/.snapup-journal"));

        Ips.recover(world.root, world.cache, IpsListener.NONE);

        assertNothingStaged();
        assertThat(modified).doesNotExist();
        assertThat(journal).exists();
    }

    private static String[] large() {
        return IntStream.range(0, 200)
                .mapToObj(i -> "file path=opt/" + i + " mode=0644" + OWNER)
                .toArray(String[]::new);
    }

    private void publishSpecial() {
        world.publish(
                "a@1",
                "file path=opt/special mode=6755 timestamp=20010203T040506Z" + OWNER,
                "file path=opt/plain mode=0644" + OWNER);
    }

    private void assertSpecial() throws IOException {
        assertInstalled("opt/special", "opt/special of a@1\n", 06755);
        assertThat(Files.getLastModifiedTime(world.root.resolve("opt/special")))
                .isEqualTo(FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        assertInstalled("opt/plain", "opt/plain of a@1\n", 0644);
    }

    private void assertInstalled(String path, String content, int mode) throws IOException {
        Path file = world.root.resolve(path);
        assertThat(file).hasContent(content);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(mode);
    }

    private void assertVerifies() {
        Ips.verify(world.root, List.of(), List.of(), world.cache, IpsListener.NONE)
                .packages()
                .forEach(verified -> assertThat(verified.findings()).isEmpty());
    }

    private Path staging() {
        return world.root.resolve("var/pkg/snapup-staging");
    }

    private void assertNothingStaged() {
        assertThat(staging()).doesNotExist();
    }

    private static void put(Staging staging, String hash, String content) {
        try (Staging.Sink sink = staging.put(hash, 0600)) {
            sink.write(direct(content));
            sink.complete();
        }
    }

    private static @Nullable String copy(Staging staging, String hash) {
        StringBuilder text = new StringBuilder();
        Payloads.Destination out = new Payloads.Destination() {
            @Override
            public void restart() {
                text.setLength(0);
            }

            @Override
            public int write(ByteBuffer content) {
                int count = content.remaining();
                text.append(UTF_8.decode(content));
                return count;
            }
        };
        return staging.copy(hash, out, ByteBuffer.allocateDirect(16)) ? text.toString() : null;
    }

    private static ByteBuffer direct(String text) {
        return Target.buffer(text.getBytes(UTF_8));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
