package org.snapup.daemon.storage.libbe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.daemon.storage.zfs.DyingRunner;
import org.snapup.daemon.storage.zfs.ZfsWorld;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.testing.libbe.RealNvpair;
import org.snapup.testing.libbe.TestLibbe;

/** {@link ZfsWorld} with a libbe, and a boot menu in the pool's own dataset that offers the one BE. */
public final class LibbeWorld implements StorageWorld {
    private final ZfsWorld zfs;
    private final TestLibbe libbe;
    private final Path menu;

    /** @param variants of the library */
    public LibbeWorld(Path folder, long mebibytes, String... variants) throws IOException {
        this.libbe = TestLibbe.build(variants);
        this.zfs = new ZfsWorld(folder, mebibytes);
        try {
            Path pool = Files.createDirectories(folder.resolve("pool")).toRealPath();
            zfs.fuse().zfs("set", "mountpoint=" + outOfAltroot() + pool, ZfsWorld.POOL);
            if (zfs.fuse()
                    .zfs("get", "-Hp", "-o", "value", "mounted", ZfsWorld.POOL)
                    .equals("no")) {
                zfs.fuse().zfs("mount", ZfsWorld.POOL);
            }
            menu = Files.createDirectories(pool.resolve("boot")).resolve("menu.lst");
            Files.writeString(menu, "title " + LIVE + "\nbootfs " + ZfsWorld.ROOT + "/" + LIVE + "\n");
            libbe.begin(ZfsWorld.ROOT, LIVE, outOfAltroot(), menu);
        } catch (IOException | RuntimeException | AssertionError e) {
            zfs.close();
            throw e;
        }
    }

    private String outOfAltroot() {
        return "/..".repeat(zfs.altroot().getNameCount());
    }

    public ZfsWorld zfs() {
        return zfs;
    }

    public TestLibbe libbe() {
        return libbe;
    }

    /** The boot menu's lines. */
    public List<String> menu() {
        try {
            return Files.readAllLines(menu);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public LibbeConfig config(CommandRunner runner) {
        return new LibbeConfig(zfs.config(() -> runner), libbe.file(), RealNvpair.file());
    }

    @Override
    public Storage open() {
        return LibbeStorage.open(config(ProcessRunner.create()));
    }

    @Override
    public Optional<Storage> openDyingAt(int point) {
        return Optional.of(LibbeStorage.open(config(new DyingRunner(point))));
    }

    @Override
    public Path liveTree() {
        return zfs.liveTree();
    }

    @Override
    public List<String> nested() {
        return zfs.nested();
    }

    @Override
    public Map<String, String> settings(String be) {
        return zfs.settings(be);
    }

    @Override
    public List<String> objects() {
        return zfs.objects();
    }

    @Override
    public Optional<String> foreignSnapshot(String be, String snapshot) {
        return zfs.foreignSnapshot(be, snapshot);
    }

    @Override
    public Optional<String> foreignClone(String be, String snapshot) {
        return zfs.foreignClone(be, snapshot);
    }

    @Override
    public boolean exists(String guid) {
        return zfs.exists(guid);
    }

    @Override
    public boolean canBeBusy() {
        return zfs.canBeBusy();
    }

    @Override
    public boolean fill() {
        return zfs.fill();
    }

    @Override
    public void close() {
        zfs.close();
    }
}
