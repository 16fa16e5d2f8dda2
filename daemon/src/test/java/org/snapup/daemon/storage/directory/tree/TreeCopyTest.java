package org.snapup.daemon.storage.directory.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.FileType;
import org.snapup.ffi.RootDirectory;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;
import org.snapup.testing.Requires;

class TreeCopyTest {
    private static final byte[] NOT_UTF_8 = {'a', (byte) 0xff, '\n', (byte) 0xc3};
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    Path temporary;

    private Path source;
    private Path target;

    @BeforeEach
    void makeFolders() throws IOException {
        source = Files.createDirectory(temporary.resolve("source"));
        target = Files.createDirectory(temporary.resolve("target"));
    }

    private long copy() {
        return new TreeCopy(source, target, ROOT, CrashPoint.NONE).run();
    }

    @Test
    void shouldCopyNamesOfAnyBytes() throws IOException {
        try (RootDirectory root = RootDirectory.open(source)) {
            root.handle().makeDirectory(NOT_UTF_8, 0755);
            try (DirectoryHandle folder = root.handle().openDirectory(NOT_UTF_8);
                    FileHandle file = folder.createFile(NOT_UTF_8, 0644)) {
                file.write(direct("content"));
            }
        }

        copy();

        try (RootDirectory root = RootDirectory.open(target);
                DirectoryHandle folder = root.handle().openDirectory(NOT_UTF_8)) {
            assertThat(folder.list()).singleElement().isEqualTo(NOT_UTF_8);
            assertThat(folder.stat(NOT_UTF_8).size()).isEqualTo(7);
        }
    }

    @Test
    void shouldKeepHardLinksWithinTheTree() throws IOException {
        Files.createDirectories(source.resolve("a/b"));
        Files.writeString(source.resolve("one"), "same");
        Files.createLink(source.resolve("a/two"), source.resolve("one"));
        Files.createLink(source.resolve("a/b/three"), source.resolve("one"));
        Files.createLink(temporary.resolve("outside"), source.resolve("one"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("one"));
        Files.createLink(source.resolve("a/link2"), source.resolve("link"));

        copy();

        Object inode = Files.getAttribute(target.resolve("one"), "unix:ino");
        assertThat(Files.getAttribute(target.resolve("a/two"), "unix:ino")).isEqualTo(inode);
        assertThat(Files.getAttribute(target.resolve("a/b/three"), "unix:ino")).isEqualTo(inode);
        assertThat(Files.getAttribute(target.resolve("one"), "unix:nlink")).isEqualTo(3);
        assertThat(target.resolve("a/b/three")).hasContent("same");
        assertThat(Files.getAttribute(target.resolve("link"), "unix:nlink", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(2);
    }

    @Test
    void shouldKeepModesAndTimesToTheNanosecond() throws IOException {
        Path folder = Files.createDirectories(source.resolve("dir/below"));
        Path file = Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        Files.setAttribute(file, "unix:mode", 04755);
        Files.setAttribute(folder, "unix:mode", 02751);
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_234_567_890L, 123_456_789L));
        Files.setLastModifiedTime(file, time);
        Files.setLastModifiedTime(folder, time);
        Files.setLastModifiedTime(source, time);

        copy();

        Path copy = target.resolve("dir/below");
        assertThat((Integer) Files.getAttribute(copy.resolve("file"), "unix:mode") & 07777)
                .isEqualTo(04755);
        assertThat((Integer) Files.getAttribute(copy, "unix:mode") & 07777).isEqualTo(02751);
        try (RootDirectory root = RootDirectory.open(target);
                DirectoryHandle dir = root.handle().openDirectory("dir".getBytes(UTF_8));
                DirectoryHandle below = dir.openDirectory("below".getBytes(UTF_8))) {
            for (FileStat stat :
                    new FileStat[] {root.handle().stat(), below.stat(), below.stat("file".getBytes(UTF_8))}) {
                assertThat(stat.modifiedSeconds()).isEqualTo(1_234_567_890L);
                assertThat(stat.modifiedNanos()).isEqualTo(123_456_789);
            }
        }
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("nowhere"));
    }

    @Test
    void shouldKeepOwnersAndSpecialFiles() throws IOException {
        Requires.root();
        Path file = Files.writeString(source.resolve("file"), "x");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setAttribute(file, "unix:gid", 4321);
        Files.createSymbolicLink(source.resolve("link"), Path.of("/nowhere"));
        Files.setAttribute(source.resolve("link"), "unix:uid", 1234, LinkOption.NOFOLLOW_LINKS);
        try (RootDirectory root = RootDirectory.open(source)) {
            root.handle().makeNode("fifo".getBytes(UTF_8), node(FileType.FIFO, 0));
            root.handle().makeNode("socket".getBytes(UTF_8), node(FileType.SOCKET, 0));
            root.handle().makeNode("null".getBytes(UTF_8), node(FileType.CHARACTER_DEVICE, 0x103));
        }

        copy();

        try (RootDirectory root = RootDirectory.open(target)) {
            FileStat copy = root.handle().stat("file".getBytes(UTF_8));
            assertThat(copy.uid()).isEqualTo(1234);
            assertThat(copy.gid()).isEqualTo(4321);
            assertThat(root.handle().stat("link".getBytes(UTF_8)).uid()).isEqualTo(1234);
            assertThat(root.handle().stat("fifo".getBytes(UTF_8)).type()).isEqualTo(FileType.FIFO);
            assertThat(root.handle().stat("fifo".getBytes(UTF_8)).permissions()).isEqualTo(0640);
            assertThat(root.handle().stat("socket".getBytes(UTF_8)).type()).isEqualTo(FileType.SOCKET);
            assertThat(root.handle().stat("null".getBytes(UTF_8)).rdev()).isEqualTo(0x103);
        }
    }

    private static FileStat node(FileType type, long device) {
        return new FileStat(type, 0640, 0, 0, 0, 0, 0, 1, device, 0, 0);
    }

    @Test
    void shouldKeepExtendedAttributesAndAccessLists() throws IOException {
        Files.writeString(source.resolve("file"), "x");
        Files.createDirectory(source.resolve("dir"));
        // user::rwx user:1234:r-- group::r-- mask::r-- other::---
        byte[] list = accessList(0x01, 7, -1, 0x02, 4, 1234, 0x04, 4, -1, 0x10, 4, -1, 0x20, 0, -1);
        try (RootDirectory root = RootDirectory.open(source)) {
            for (String name : new String[] {"file", "dir"}) {
                root.handle().attributes(name.getBytes(UTF_8)).set("user.note", "wörd".getBytes(UTF_8));
                root.handle().attributes(name.getBytes(UTF_8)).set("system.posix_acl_access", list);
            }
            root.handle().attributes("dir".getBytes(UTF_8)).set("system.posix_acl_default", list);
            root.handle().attributes("file".getBytes(UTF_8)).set("user.large", new byte[3000]);
        }
        Files.writeString(source.resolve("dir/below"), "x");

        copy();

        try (RootDirectory from = RootDirectory.open(source);
                RootDirectory to = RootDirectory.open(target)) {
            for (String name : new String[] {"file", "dir"}) {
                var expected = from.handle().attributes(name.getBytes(UTF_8));
                var actual = to.handle().attributes(name.getBytes(UTF_8));
                assertThat(actual.names()).hasSameElementsAs(expected.names()).contains("user.note");
                for (String attribute : expected.names()) {
                    assertThat(actual.get(attribute).orElseThrow())
                            .isEqualTo(expected.get(attribute).orElseThrow());
                }
                assertThat(to.handle().stat(name.getBytes(UTF_8)).permissions())
                        .isEqualTo(from.handle().stat(name.getBytes(UTF_8)).permissions());
            }
        }
    }

    private static byte[] accessList(int... entries) {
        ByteBuffer list = ByteBuffer.allocate(4 + entries.length / 3 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        for (int i = 0; i < entries.length; i += 3) {
            list.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(entries[i + 2]);
        }
        return list.array();
    }

    @Test
    void shouldKeepHoles() throws IOException {
        long size = 64L << 20;
        try (RandomAccessFile file =
                new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
            file.seek(10 << 20);
            file.write("middle".getBytes(UTF_8));
            file.setLength(size);
        }

        copy();

        Path copy = target.resolve("sparse");
        assertThat(copy).hasSize(size);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "r")) {
            file.seek(10 << 20);
            byte[] middle = new byte[6];
            file.readFully(middle);
            assertThat(middle).asString(UTF_8).isEqualTo("middle");
        }
        try (RootDirectory root = RootDirectory.open(target);
                FileHandle file = root.handle().openFile("sparse".getBytes(UTF_8))) {
            assertThat(file.seekData(0)).isBetween(1L << 20, 10L << 20);
            assertThat(file.seekData(20 << 20)).isEqualTo(-1);
        }
    }

    @Test
    void shouldCopyLargeContent() throws IOException {
        byte[] content = new byte[3_000_001];
        new java.util.Random(7).nextBytes(content);
        Files.write(source.resolve("large"), content);

        long copied = copy();

        assertThat(Files.readAllBytes(target.resolve("large"))).isEqualTo(content);
        assertThat(copied).isIn(0L, (long) content.length);
    }

    @Test
    void shouldNotFollowLinks() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(source.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(source.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(source.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(source.resolve("out"), outside);
        Files.createSymbolicLink(source.resolve("up"), Path.of("../outside"));

        copy();

        assertThat(target.toFile().list()).containsExactlyInAnyOrder("loop", "a", "b", "out", "up");
        assertThat(Files.readSymbolicLink(target.resolve("out"))).isEqualTo(outside);
        assertThat(Files.isSymbolicLink(target.resolve("loop"))).isTrue();
    }

    @Test
    void shouldCopyManyFilesInDeepAndWideFolders() throws IOException {
        Path deep = source;
        for (int i = 0; i < 60; i++) {
            deep = Files.createDirectory(deep.resolve("d" + i));
            Files.writeString(deep.resolve("f"), Integer.toString(i));
        }
        Path wide = Files.createDirectory(source.resolve("wide"));
        for (int i = 0; i < 2000; i++) {
            Files.writeString(wide.resolve("f" + i), Integer.toString(i));
        }

        copy();

        assertThat(target.resolve(source.relativize(deep)).resolve("f")).hasContent("59");
        for (int i = 0; i < 2000; i++) {
            assertThat(target.resolve("wide/f" + i)).hasContent(Integer.toString(i));
        }
    }

    @Test
    void shouldNameFileThatMayNotBeRead() throws IOException {
        Requires.root();
        Files.createDirectory(source.resolve("etc"));
        Files.writeString(source.resolve("etc/hidden"), "x");
        for (Path path : new Path[] {temporary, source, target, source.resolve("etc"), source.resolve("etc/hidden")}) {
            Files.setAttribute(path, "unix:uid", Unprivileged.UID);
        }
        Files.setPosixFilePermissions(source.resolve("etc/hidden"), PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(() -> Unprivileged.run(() -> new TreeCopy(source, target, false, CrashPoint.NONE).run()))
                .isInstanceOfSatisfying(
                        SnapupException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STORAGE_FAILED))
                .hasMessageContaining("etc/hidden")
                .hasMessageContaining("run snapupd as root");
    }

    @Test
    void shouldCopyAndRemoveLockedFoldersOfItsOwnUser() throws IOException {
        Requires.root();
        Path locked = Files.createDirectory(source.resolve("locked"));
        Files.writeString(locked.resolve("file"), "x");
        Files.setPosixFilePermissions(locked.resolve("file"), PosixFilePermissions.fromString("r--r--r--"));
        for (Path path : new Path[] {temporary, source, target, locked, locked.resolve("file")}) {
            Files.setAttribute(path, "unix:uid", Unprivileged.UID);
        }
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));

        Unprivileged.run(() -> {
            new TreeCopy(source, target, false, CrashPoint.NONE).run();
            new TreeRemoval(source, CrashPoint.NONE).run();
        });

        assertThat(target.resolve("locked/file")).hasContent("x");
        assertThat(Files.readAttributes(target.resolve("locked"), "unix:mode,uid"))
                .containsAllEntriesOf(Map.of("mode", 040555, "uid", Unprivileged.UID));
        assertThat(source).isEmptyDirectory();
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
