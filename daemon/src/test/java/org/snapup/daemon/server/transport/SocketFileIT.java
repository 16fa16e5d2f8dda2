package org.snapup.daemon.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

@Timeout(60)
final class SocketFileIT {
    @TempDir
    Path folder;

    @Test
    void shouldShowTheSocketOnlyWhenItIsReady() throws IOException {
        Path path = folder.resolve("made/for/it/s");

        try (SocketFile file = SocketFile.claim(path);
                ServerSocketChannel listener = listen(file.temporary())) {
            assertThat(path).doesNotExist();
            file.publish();

            assertThat(listener.isOpen()).isTrue();
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(Files.getPosixFilePermissions(path.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(file.temporary()).doesNotExist();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(client.isConnected()).isTrue();
            }
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void shouldNeverTakeALiveSocket() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel live = listen(path)) {
            Object before = Files.getAttribute(path, "unix:ino");

            assertThatExceptionOfType(SnapupException.class)
                    .isThrownBy(() -> SocketFile.claim(path))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_REFUSED));

            assertThat(live.isOpen()).isTrue();
            assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(before);
        }
    }

    @Test
    void shouldNotTakeALiveSocketWhoseBacklogIsFull() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            live.bind(UnixDomainSocketAddress.of(path), 1);
            try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();

                assertThatExceptionOfType(SnapupException.class).isThrownBy(() -> SocketFile.claim(path));
            }
        }
    }

    @Test
    void shouldReplaceAStaleSocket() throws IOException {
        Path path = folder.resolve("s");
        listen(path).close();
        assertThat(path).exists();

        try (SocketFile file = SocketFile.claim(path);
                ServerSocketChannel listener = listen(file.temporary())) {
            file.publish();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(client.isConnected() && listener.isOpen()).isTrue();
            }
        }
    }

    @Test
    void shouldLeaveAnotherDaemonsSocket() throws IOException {
        Path path = folder.resolve("s");
        SocketFile file = SocketFile.claim(path);
        try (ServerSocketChannel ours = listen(file.temporary())) {
            file.publish();
            assertThat(ours.isOpen()).isTrue();
            Files.delete(path);
            try (ServerSocketChannel theirs = listen(path)) {
                file.close();
                assertThat(theirs.isOpen()).isTrue();
                assertThat(path).exists();
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoSocket() throws IOException {
        Path file = Files.writeString(folder.resolve("s"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        for (Path path : new Path[] {file, link, folder}) {
            assertThatExceptionOfType(SnapupException.class)
                    .isThrownBy(() -> SocketFile.claim(path))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                    .withMessageContaining("is no socket");
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    void shouldRefuseAPathThatIsTooLong() {
        Path path = folder.resolve("x".repeat(103));

        assertThatExceptionOfType(SnapupException.class)
                .isThrownBy(() -> SocketFile.claim(path))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .withMessageContaining("at most 103");
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        return channel;
    }
}
