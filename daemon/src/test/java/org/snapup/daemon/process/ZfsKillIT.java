package org.snapup.daemon.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.snapup.daemon.IpsWorld;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.zfs.ZfsWorld;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;

final class ZfsKillIT extends KilledSnapupd {
    private static final int POOL_MEBIBYTES = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One at a time: zfs-fuse has a single socket. */
    private @Nullable ZfsWorld pool;

    @Override
    IpsWorld world(Path folder) throws IOException {
        ZfsWorld made = new ZfsWorld(folder.resolve("pool"), POOL_MEBIBYTES);
        pool = made;
        IpsWorld world = new IpsWorld(
                folder,
                "type = \"zfs\"\nroot = \"" + ZfsWorld.ROOT + "\"\nlive = \"" + StorageWorld.LIVE
                        + "\"\nreserve_mib = 16\n");
        world.publish("hello", 1);
        Path image = folder.resolve("image");
        world.image(image, "hello");
        CommandResult copied = ProcessRunner.create()
                .run(Command.of(
                        PATIENCE,
                        List.of("/bin/cp", "-a", image + "/.", made.liveTree().toString())));
        assertThat(copied.ok()).as(copied.err()).isTrue();
        return world;
    }

    @Override
    Path live(IpsWorld world) {
        return requireNonNull(pool).liveTree();
    }

    /** A snapshot that its clone still needs keeps its tag; nothing else does. */
    @Override
    void checkLeftovers(IpsWorld world) {
        String tagged = requireNonNull(pool)
                .fuse()
                .zfs("get", "-rH", "-s", "local", "-o", "name,value", "org.snapup:job", ZfsWorld.POOL);
        assertThat(tagged.lines().filter(line -> !line.contains("@"))).isEmpty();
    }

    @AfterEach
    void endPool() throws IOException {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }

    @Override
    void end(IpsWorld world) throws IOException {
        endPool();
    }
}
