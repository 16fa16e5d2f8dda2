package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.DaemonClient;
import org.snapup.daemon.server.WireClient;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.zfs.ZfsWorld;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.ExportRequest;
import org.snapup.protocol.BootEnvironments.Exported;
import org.snapup.protocol.BootEnvironments.ImportRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.Shared;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.BootEnvironments.UploadRequest;
import org.snapup.protocol.BootEnvironments.Uploaded;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Outcome;
import org.snapup.testing.TrustedFolder;

/** What beadm and bectl users type, asked of a real snapupd over directories and over ZFS. */
final class BeOptionsIT {
    private static final int POOL_MEBIBYTES = 256;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path scratch;

    private @Nullable ZfsWorld pool;
    private @Nullable TrustedFolder folder;
    private @Nullable DaemonProcess daemon;

    @AfterEach
    void end() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
        if (pool != null) {
            pool.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    private DaemonClient start(String storage) throws IOException {
        TrustedFolder made = TrustedFolder.create();
        folder = made;
        Path socket = scratch.resolve("s");
        Path config = Files.writeString(
                made.path().resolve("snapupd.toml"),
                "socket = \"" + socket + "\"\nstate = \"" + made.path().resolve("state") + "\"\n[storage]\n" + storage
                        + "live = \"" + StorageWorld.LIVE + "\"\nreserve_mib = 0\n");
        daemon = new DaemonProcess(config, socket);
        assertThat(daemon.start(-1)).as(daemon.logText()).isTrue();
        return new DaemonClient(socket);
    }

    private DaemonClient onZfs() throws IOException {
        pool = new ZfsWorld(scratch.resolve("pool"), POOL_MEBIBYTES);
        Files.writeString(pool.liveTree().resolve("etc-file"), "of the live BE");
        return start("type = \"zfs\"\nroot = \"" + ZfsWorld.ROOT + "\"\n");
    }

    private DaemonClient onDirectories() throws IOException {
        Path root = Files.createDirectories(scratch.resolve("bes"));
        Files.createDirectories(root.resolve(StorageWorld.LIVE));
        return start("type = \"directory\"\nroot = \"" + root + "\"\n");
    }

    private static Outcome done(DaemonClient client, String method, Record request) throws IOException {
        Outcome outcome =
                client.awaitEnd(requireNonNull(client.change(method, request).job()));
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Outcome.Result.DONE);
        return outcome;
    }

    private static String refused(DaemonClient client, String method, Record request, ErrorCode code)
            throws IOException {
        Outcome outcome =
                client.awaitEnd(requireNonNull(client.change(method, request).job()));
        assertThat(outcome.error()).as(outcome.text()).isEqualTo(code.varlinkName());
        assertThat(outcome.text()).contains("Nothing was changed");
        return outcome.text();
    }

    private static BootEnvironment be(DaemonClient client, String name) throws IOException {
        return client.bes().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBootOnceOnDirectories() throws Exception {
        DaemonClient client = onDirectories();
        done(client, BootEnvironments.CREATE, new CreateRequest("be1", null, null, true, null, "mine", null, null));
        assertThat(be(client, "be1")).satisfies(be -> {
            assertThat(be.bootOnce()).isTrue();
            assertThat(be.activeOnReboot()).isFalse();
            assertThat(be.description()).isEqualTo("mine");
        });
        assertThat(be(client, StorageWorld.LIVE).activeOnReboot()).isTrue();
        assertThat(Files.readSymbolicLink(scratch.resolve("bes/next-once")).toString())
                .endsWith("/root");

        done(client, BootEnvironments.DEACTIVATE, new DeactivateRequest("be1"));
        assertThat(be(client, "be1").bootOnce()).isFalse();
        done(client, BootEnvironments.ACTIVATE, new ActivateRequest("be1", true));
        refused(client, BootEnvironments.DESTROY, DestroyRequest.of("be1"), ErrorCode.BE_ACTIVE);
        done(client, BootEnvironments.ACTIVATE, new ActivateRequest(StorageWorld.LIVE, null));
        assertThat(be(client, "be1").bootOnce()).isFalse();
        assertThat(scratch.resolve("bes/next-once")).doesNotExist();
    }

    @Test
    void shouldRefuseOnDirectoriesWhatTheyCantHave() throws Exception {
        DaemonClient client = onDirectories();

        refused(
                client,
                BootEnvironments.CREATE,
                new CreateRequest("be1", null, null, null, null, null, Map.of("compression", "on"), null),
                ErrorCode.NOT_SUPPORTED);
        refused(
                client,
                BootEnvironments.CREATE,
                new CreateRequest("be1", null, null, null, null, null, null, "pool"),
                ErrorCode.NOT_SUPPORTED);
        refused(
                client,
                BootEnvironments.CREATE,
                new CreateRequest("be1", null, true, true, null, null, null, null),
                ErrorCode.INVALID_REQUEST);
        done(client, BootEnvironments.CREATE, CreateRequest.of("be1", null));
        refused(
                client,
                BootEnvironments.MOUNT,
                new MountRequest("be1", scratch.resolve("m").toString(), Shared.READ_ONLY),
                ErrorCode.NOT_SUPPORTED);
        assertThat(client.bes()).extracting(BootEnvironment::name).containsExactly("be0", "be1");
    }

    @Test
    void shouldTakeOnZfsWhatBeadmUsersType() throws Exception {
        DaemonClient client = onZfs();
        ZfsWorld world = requireNonNull(pool);
        done(
                client,
                BootEnvironments.CREATE,
                new CreateRequest(
                        "be1",
                        null,
                        null,
                        null,
                        null,
                        "two words",
                        Map.of("compression", "off", "org.me:x", "y"),
                        null));
        assertThat(be(client, "be1").description()).isEqualTo("two words");
        assertThat(world.fuse().zfs("get", "-Hp", "-o", "value,source", "compression", ZfsWorld.ROOT + "/be1/var"))
                .isEqualTo("off\tlocal");
        refused(
                client,
                BootEnvironments.CREATE,
                new CreateRequest("be2", null, null, null, null, null, Map.of("mountpoint", "/x"), null),
                ErrorCode.INVALID_REQUEST);
        assertThat(refused(
                        client,
                        BootEnvironments.CREATE,
                        new CreateRequest("be2", null, null, null, null, null, null, "other"),
                        ErrorCode.NOT_SUPPORTED))
                .contains("clone");
        refused(client, BootEnvironments.ACTIVATE, new ActivateRequest("be1", true), ErrorCode.NOT_SUPPORTED);

        Path place = scratch.toRealPath().resolve("place");
        done(client, BootEnvironments.MOUNT, new MountRequest("be1", place.toString(), null));
        assertThat(place.resolve("etc-file")).hasContent("of the live BE");
        done(client, BootEnvironments.UNMOUNT, new UnmountRequest(place.toString(), null));
        assertThat(be(client, "be1").mountpoint()).isNull();

        done(client, BootEnvironments.SNAPSHOT, new SnapshotRequest("be1", "shallow", false));
        assertThat(world.objects())
                .contains(ZfsWorld.ROOT + "/be1@shallow")
                .doesNotContain(ZfsWorld.ROOT + "/be1/var@shallow");
        refused(client, BootEnvironments.CREATE, CreateRequest.of("be2", "be1@shallow"), ErrorCode.NO_SUCH_SNAPSHOT);
        done(
                client,
                BootEnvironments.CREATE,
                new CreateRequest("be2", "be1@shallow", null, null, false, null, null, null));
        refused(
                client,
                BootEnvironments.DESTROY,
                new DestroyRequest("be1", null, null, false, null),
                ErrorCode.FOREIGN_OBJECTS);
        done(client, BootEnvironments.DESTROY, new DestroyRequest("be2", null, null, null, true));
        assertThat(world.objects()).noneMatch(name -> name.contains("be2") || name.contains("shallow"));
        assertThat(be(client, "be1").snapshots()).isEmpty();
    }

    @Test
    void shouldShowTheSharedFilesystemsInAMountedBe() throws Exception {
        DaemonClient client = onZfs();
        ZfsWorld world = requireNonNull(pool);
        world.fuse().zfs("create", "-o", "mountpoint=/home", ZfsWorld.POOL + "/home");
        Files.writeString(world.altroot().resolve("home/hers"), "hers");
        done(client, BootEnvironments.CREATE, CreateRequest.of("be1", null));
        Path place = scratch.toRealPath().resolve("place");

        done(client, BootEnvironments.MOUNT, new MountRequest("be1", place.toString(), Shared.READ_ONLY));
        assertThat(place.resolve("home/hers")).hasContent("hers");
        assertThat(Files.isWritable(place.resolve("home"))).isFalse();
        done(client, BootEnvironments.UNMOUNT, new UnmountRequest("be1", null));
        assertThat(place.resolve("home/hers")).doesNotExist();

        done(client, BootEnvironments.MOUNT, new MountRequest("be1", place.toString(), Shared.READ_WRITE));
        Files.writeString(place.resolve("home/mine"), "mine");
        done(client, BootEnvironments.DESTROY, new DestroyRequest("be1", true, null, null, null));
        assertThat(world.altroot().resolve("home/mine")).hasContent("mine");
        assertThat(world.altroot().resolve("home/hers")).hasContent("hers");
    }

    @Test
    void shouldCarryABeThroughItsStream() throws Exception {
        DaemonClient client = onZfs();
        byte[] noise = new byte[1_000_000];
        new java.util.Random(7).nextBytes(noise);
        Files.write(requireNonNull(pool).liveTree().resolve("noise"), noise);
        done(client, BootEnvironments.SNAPSHOT, new SnapshotRequest(StorageWorld.LIVE, "sent", null));

        byte[] stream = export(client, StorageWorld.LIVE + "@sent");
        assertThat(stream.length).isGreaterThan(noise.length);
        done(client, BootEnvironments.IMPORT, new ImportRequest("be1", upload(client, stream)));

        Path place = scratch.toRealPath().resolve("place");
        done(client, BootEnvironments.MOUNT, new MountRequest("be1", place.toString(), null));
        assertThat(place.resolve("noise")).hasBinaryContent(noise);
        assertThat(place.resolve("var/log")).isDirectory();
        assertThat(be(client, "be1").snapshots()).isEmpty();
        assertThat(be(client, "be1").unfinishedJob()).isNull();
        done(client, BootEnvironments.UNMOUNT, new UnmountRequest("be1", null));

        String cut = upload(client, Arrays.copyOf(stream, stream.length / 2));
        Outcome broken =
                client.awaitEnd(requireNonNull(client.change(BootEnvironments.IMPORT, new ImportRequest("be2", cut))
                        .job()));
        assertThat(broken.result()).as(broken.text()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(client.bes()).extracting(BootEnvironment::name).containsExactly("be0", "be1");
        assertThat(requireNonNull(pool).objects()).noneMatch(name -> name.contains("be2"));
        try (Stream<Path> left = Files.list(requireNonNull(folder).path().resolve("state/transfers"))) {
            assertThat(left).isEmpty();
        }
    }

    private static byte[] export(DaemonClient client, String snapshot) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WireClient wire = new WireClient(client.socket())) {
            wire.send(BootEnvironments.EXPORT, new ExportRequest(snapshot), true);
            String data;
            do {
                data = wire.receive(Exported.class).data();
                bytes.writeBytes(Base64.getDecoder().decode(data));
            } while (!data.isEmpty());
        }
        return bytes.toByteArray();
    }

    private static String upload(DaemonClient client, byte[] stream) throws IOException {
        @Nullable String transfer = null;
        for (int at = 0; at < stream.length; at += BootEnvironments.CHUNK_BYTES) {
            byte[] part = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + BootEnvironments.CHUNK_BYTES));
            try (WireClient wire = new WireClient(client.socket())) {
                Uploaded reply = wire.send(
                                BootEnvironments.UPLOAD,
                                new UploadRequest(
                                        transfer, at, Base64.getEncoder().encodeToString(part)),
                                false)
                        .receive(Uploaded.class);
                transfer = reply.transfer();
                assertThat(reply.size()).isEqualTo(at + part.length);
            }
        }
        return requireNonNull(transfer);
    }

    @Test
    void shouldSayWhereAStreamGoesOn() throws Exception {
        DaemonClient client = onDirectories();
        String transfer = upload(client, new byte[] {1, 2, 3});

        for (Record wrong : List.of(
                new UploadRequest(transfer, 2, "AAEC"),
                new UploadRequest("0".repeat(32), 0, "AAEC"),
                new UploadRequest(transfer, 3, "!"))) {
            try (WireClient wire = new WireClient(client.socket())) {
                assertThat(wire.call(BootEnvironments.UPLOAD, wrong).error())
                        .isEqualTo(ErrorCode.INVALID_PARAMETER.varlinkName());
            }
        }
        refused(client, BootEnvironments.IMPORT, new ImportRequest("be1", transfer), ErrorCode.NOT_SUPPORTED);
    }
}
