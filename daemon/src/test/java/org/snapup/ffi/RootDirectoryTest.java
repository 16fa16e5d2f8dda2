package org.snapup.ffi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same expectations for the kernel's lookup (true) and our own (false). */
class RootDirectoryTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path outside;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(temporary.resolve("root"));
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.createDirectories(root.resolve("usr/bin"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldOpenDirectoriesThroughLinksThatStayInside(boolean kernel) throws IOException {
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(root.resolve("usr/absolute"), Path.of("/usr/bin"));
        Files.createSymbolicLink(root.resolve("usr/up"), Path.of("../../../../usr/./bin/"));

        try (RootDirectory directory = RootDirectory.open(root, kernel);
                DirectoryHandle expected = directory.directory(BytePath.of("usr/bin"))) {
            for (String path : List.of("bin", "usr/absolute", "usr/up")) {
                try (DirectoryHandle handle = directory.directory(BytePath.of(path))) {
                    assertThat(handle.isSameAs(expected)).as(path).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotLeaveTheRootThroughALink(boolean kernel) throws IOException {
        Files.createSymbolicLink(root.resolve("away"), outside);
        Files.createSymbolicLink(root.resolve("climb"), Path.of("../outside"));

        try (RootDirectory directory = RootDirectory.open(root, kernel)) {
            for (String path : List.of("away", "climb", "away/deeper")) {
                assertThatThrownBy(() -> directory.directory(BytePath.of(path)))
                        .isInstanceOfSatisfying(
                                ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseALoopAndAFileOnTheWay(boolean kernel) throws IOException {
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.writeString(root.resolve("file"), "x");

        try (RootDirectory directory = RootDirectory.open(root, kernel)) {
            assertThatThrownBy(() -> directory.directory(BytePath.of("loop/x")))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
            assertThatThrownBy(() -> directory.directory(BytePath.of("file/x")))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTDIR));
            assertThat(directory.find(BytePath.of("file/x"))).isEmpty();
        }
    }

    @Test
    void shouldNotFollowALinkInPlaceOfAFile() throws IOException {
        Path victim = Files.writeString(outside.resolve("victim"), "untouched");
        Files.createSymbolicLink(root.resolve("link"), victim);
        byte[] name = "link".getBytes(UTF_8);

        try (RootDirectory directory = RootDirectory.open(root)) {
            DirectoryHandle handle = directory.handle();
            assertThatThrownBy(() -> handle.openFile(name)).isInstanceOf(ErrnoException.class);
            assertThatThrownBy(() -> handle.openForUpdate(name)).isInstanceOf(ErrnoException.class);
            assertThatThrownBy(() -> handle.createFile(name, 0644)).isInstanceOf(ErrnoException.class);
            assertThatThrownBy(() -> handle.chmod(name, 0)).isInstanceOf(ErrnoException.class);
            handle.setTimes(name, 1, 0);
            assertThat(handle.stat(name).isSymlink()).isTrue();
            assertThat(handle.readLink(name)).isEqualTo(victim.toString().getBytes(UTF_8));
        }
        assertThat(victim).hasContent("untouched");
        assertThat(Files.getLastModifiedTime(victim).toMillis()).isGreaterThan(1000);
    }

    @Test
    void shouldWriteRenameAndReadAFileWhoseNameIsNotUtf8() {
        byte[] name = "caf\u00e9".getBytes(ISO_8859_1);
        ByteBuffer content =
                ByteBuffer.allocateDirect(100).put("content".getBytes(UTF_8)).flip();

        try (RootDirectory directory = RootDirectory.open(root);
                DirectoryHandle bin = directory.directory(BytePath.of("usr/bin"))) {
            try (FileHandle file = bin.createFile("temporary".getBytes(UTF_8), 0600)) {
                file.write(content);
                file.chmod(0754);
                file.setTimes(1_000_000_000L, 5);
                file.sync();
            }
            bin.rename("temporary".getBytes(UTF_8), directory.handle(), name);

            assertThat(bin.list()).isEmpty();
            assertThat(directory.handle().list())
                    .anySatisfy(entry -> assertThat(entry).isEqualTo(name));
            FileStat stat = directory.find(BytePath.ROOT.resolve(name)).orElseThrow();
            assertThat(stat.permissions()).isEqualTo(0754);
            assertThat(stat.size()).isEqualTo(7);
            assertThat(stat.modifiedSeconds()).isEqualTo(1_000_000_000L);
            assertThat(stat.modifiedNanos()).isEqualTo(5);
            try (FileHandle file = directory.handle().openFile(name)) {
                ByteBuffer read = ByteBuffer.allocateDirect(100);
                assertThat(file.read(read)).isEqualTo(7);
                assertThat(file.read(read)).isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldLinkExchangeAndRemove() throws IOException {
        Files.writeString(root.resolve("a"), "a");
        Files.writeString(root.resolve("b"), "b");
        byte[] a = {'a'};
        byte[] b = {'b'};
        byte[] hard = {'h'};

        try (RootDirectory directory = RootDirectory.open(root)) {
            DirectoryHandle handle = directory.handle();
            handle.link(a, handle, hard);
            assertThat(handle.stat(hard).sameFile(handle.stat(a))).isTrue();
            assertThat(handle.stat(a).links()).isEqualTo(2);
            if (handle.exchange(a, handle, b)) {
                assertThat(root.resolve("a")).hasContent("b");
                assertThat(handle.stat(hard).sameFile(handle.stat(b))).isTrue();
            }
            handle.unlink(a);
            assertThat(handle.find(a)).isEmpty();
            handle.makeDirectory(a, 0755);
            assertThatThrownBy(() -> handle.unlink(a)).isInstanceOf(ErrnoException.class);
            handle.removeDirectory(a);
            handle.symlink("/x/../y".getBytes(UTF_8), a);
            assertThat(Files.readSymbolicLink(root.resolve("a"))).hasToString("/x/../y");
        }
    }

    @Test
    void shouldCopyContentAndAttributes() throws IOException {
        Files.writeString(root.resolve("a"), "content");

        try (RootDirectory directory = RootDirectory.open(root);
                FileHandle source = directory.handle().openFile(new byte[] {'a'});
                FileHandle target = directory.handle().createFile(new byte[] {'b'}, 0600)) {
            target.copyFrom(source);
            assertThat(root.resolve("b")).hasContent("content");

            ExtendedAttributes attributes = directory.handle().attributes(new byte[] {'b'});
            try {
                attributes.set("user.snapup.test", new byte[] {1, 0, 2});
            } catch (ErrnoException e) {
                assumeTrue(!e.is(Errno.ENOTSUP), "the filesystem has no user attributes");
                throw e;
            }
            assertThat(target.attributes().names()).contains("user.snapup.test");
            assertThat(target.attributes().get("user.snapup.test"))
                    .hasValueSatisfying(value -> assertThat(value).containsExactly(1, 0, 2));
            assertThat(attributes.get("user.none")).isEmpty();
        }
    }

    @Test
    void shouldKeepHandlesUsableWhileTheCacheTurnsOver() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.createDirectory(root.resolve("d" + i));
        }
        try (RootDirectory directory = RootDirectory.open(root);
                DirectoryHandle first = directory.directory(BytePath.of("d0"))) {
            for (int i = 0; i < 300; i++) {
                directory.directory(BytePath.of("d" + i)).close();
            }
            first.makeDirectory(new byte[] {'x'}, 0755);
            assertThat(root.resolve("d0/x")).isDirectory();
            directory.makeDirectories(BytePath.of("d1/y/z"), 0700);
            assertThat(root.resolve("d1/y/z")).isDirectory();
        }
    }

    @Test
    void shouldLockAgainstAnotherHandle() {
        byte[] name = "lock".getBytes(UTF_8);
        try (RootDirectory directory = RootDirectory.open(root)) {
            try (FileHandle first = directory.handle().openOrCreate(name, 0644);
                    FileHandle second = directory.handle().openOrCreate(name, 0644)) {
                assertThat(first.lockHolder()).isEqualTo(-1);
                assertThat(first.tryLock(true)).isTrue();
                assertThat(second.tryLock(true)).isTrue();
                assertThat(second.tryLock(false)).isFalse();
            }
            try (FileHandle third = directory.handle().openForUpdate(name)) {
                assertThat(third.tryLock(false)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/etc", "a//b", "a/", "..", "a/../b", "./a", "a/.", "a\0b"})
    void shouldRefusePathsThatAreNotPlainlyBelow(String path) {
        assertThatThrownBy(() -> BytePath.of(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakePathsApart() {
        BytePath path = BytePath.of("a/...b/c d");
        assertThat(path.parent()).isEqualTo(BytePath.of("a/...b"));
        assertThat(path.parent().parent().parent()).isEqualTo(BytePath.ROOT);
        assertThat(path.name()).isEqualTo("c d".getBytes(UTF_8));
        assertThat(path.parent().resolve("c d")).isEqualTo(path).hasSameHashCodeAs(path);
        assertThat(path.startsWith(BytePath.of("a"))).isTrue();
        assertThat(path.startsWith(BytePath.of("a/..."))).isFalse();
        assertThat(path.components()).hasSize(3);
        assertThatThrownBy(() -> BytePath.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }
}
