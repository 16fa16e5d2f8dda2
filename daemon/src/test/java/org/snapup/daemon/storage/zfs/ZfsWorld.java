package org.snapup.daemon.storage.zfs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.contract.StorageWorld;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;
import org.snapup.testing.zfs.ZfsFuse;

/**
 * A pool of zfs-fuse with one BE under an altroot: a root, a child that inherits its place, one with a mountpoint and a
 * quota of its own, and a grandchild.
 */
public final class ZfsWorld implements StorageWorld {
    public static final String POOL = "snapuptest";
    public static final String ROOT = POOL + "/ROOT";
    private static final long RESERVE_BYTES = 16 << 20;

    private final Path folder;
    private final Path altroot;
    private final ZfsFuse fuse;
    private String running = LIVE;

    public ZfsWorld(Path folder, long mebibytes) throws IOException {
        this.folder = folder;
        this.altroot = Files.createDirectories(folder.resolve("alt")).toRealPath();
        this.fuse = ZfsFuse.start(folder.resolve("zfs"));
        try {
            fuse.createPool(POOL, mebibytes, altroot);
            fuse.zfs("create", "-o", "mountpoint=none", ROOT);
            fuse.zfs("create", "-o", "canmount=noauto", "-o", "mountpoint=/", "-o", "compression=on", live());
            fuse.zfs("mount", live());
            fuse.zfs("create", live() + "/var");
            fuse.zfs("create", "-o", "mountpoint=/srv/data", "-o", "quota=64M", live() + "/data");
            fuse.zfs("create", "-o", "atime=off", live() + "/var/log");
            fuse.zpool("set", "bootfs=" + live(), POOL);
        } catch (RuntimeException | AssertionError e) {
            fuse.close();
            throw e;
        }
    }

    public ZfsFuse fuse() {
        return fuse;
    }

    public Path altroot() {
        return altroot;
    }

    private static String live() {
        return ROOT + "/" + LIVE;
    }

    public ZfsConfig config(Supplier<CommandRunner> runner) {
        return new ZfsConfig(ROOT, running, folder.resolve("run"), RESERVE_BYTES, runner);
    }

    @Override
    public Storage open() {
        return open(ProcessRunner.create());
    }

    public Storage open(CommandRunner runner) {
        return ZfsStorage.open(config(() -> runner));
    }

    @Override
    public Optional<Storage> openDyingAt(int point) {
        return Optional.of(open(new DyingRunner(point)));
    }

    @Override
    public Path liveTree() {
        return altroot;
    }

    @Override
    public List<String> nested() {
        return List.of("var", "var/log", "srv/data");
    }

    @Override
    public Map<String, String> settings(String be) {
        String root = ROOT + "/" + be;
        Map<String, String> settings = new TreeMap<>();
        for (String line :
                lines(fuse.zfs("get", "-rHp", "-s", "local", "-o", "name,property,value,source", "all", root))) {
            String[] fields = line.split("\t", 3);
            if (!fields[0].contains("@") && !line.contains("\t" + altroot + "/../")) {
                settings.put(fields[0].substring(root.length()) + ":" + fields[1], fields[1] + "\t" + fields[2]);
            }
        }
        return settings;
    }

    @Override
    public List<String> objects() {
        return lines(fuse.zfs("list", "-H", "-r", "-t", "filesystem,snapshot", "-o", "name", POOL));
    }

    private static List<String> lines(String text) {
        return text.lines().collect(Collectors.toList());
    }

    @Override
    public Optional<String> foreignSnapshot(String be, String snapshot) {
        fuse.zfs("snapshot", "-r", ROOT + "/" + be + "@" + snapshot);
        return Optional.of(guid(ROOT + "/" + be + "@" + snapshot));
    }

    @Override
    public Optional<String> foreignClone(String be, String snapshot) {
        String clone = POOL + "/foreign-" + snapshot;
        String root = ROOT + "/" + be;
        for (String dataset : lines(fuse.zfs("list", "-H", "-r", "-t", "filesystem", "-o", "name", root))) {
            fuse.zfs(
                    "clone",
                    "-o",
                    "mountpoint=none",
                    dataset + "@" + snapshot,
                    clone + dataset.substring(root.length()));
        }
        return Optional.of(guid(clone));
    }

    public String guid(String name) {
        return fuse.zfs("get", "-Hp", "-o", "value", "guid", name);
    }

    @Override
    public boolean exists(String guid) {
        return lines(fuse.zfs("get", "-rHp", "-o", "value", "guid", POOL)).contains(guid);
    }

    @Override
    public boolean canBeBusy() {
        return true;
    }

    @Override
    public boolean fill() {
        return fill(altroot);
    }

    /** Takes all free space with a file in this folder. */
    public boolean fill(Path into) {
        byte[] chunk = new byte[1 << 17];
        new java.util.Random(1).nextBytes(chunk);
        // What was written is counted only some time later, and then there may be room again.
        boolean fitted = true;
        for (int pass = 0; fitted && pass < 20; pass++) {
            fitted = false;
            for (int size = chunk.length; size >= 512; size /= 2) {
                try (OutputStream out = Files.newOutputStream(
                        into.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    while (true) {
                        out.write(chunk, 0, size);
                        fitted = true;
                    }
                } catch (IOException e) {
                    // This much doesn't fit any more: try less.
                }
            }
            fuse.zpool("list");
        }
        return true;
    }

    /** Somebody unmounts and destroys datasets, whatever they are used for. */
    public void destroy(String root) {
        List<String> tree = lines(fuse.zfs("list", "-H", "-r", "-t", "filesystem", "-o", "name", root));
        for (int i = tree.size() - 1; i >= 0; i--) {
            fuse.tryZfs("unmount", tree.get(i));
            for (int tries = 0;
                    tries < 50 && !fuse.tryZfs("destroy", tree.get(i)).ok();
                    tries++) {
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    /** A dataset beside the BEs, mounted at a folder of this machine. */
    public Path dataset(String name, Path folder) throws IOException {
        Path real = Files.createDirectories(folder).toRealPath();
        fuse.zfs("create", "-o", "mountpoint=/" + "../".repeat(altroot.getNameCount()) + real, POOL + "/" + name);
        return real;
    }

    /** The machine runs another BE from the next start of the daemon on; what is mounted stays. */
    public void boot(String be) {
        running = be;
    }

    /** The power fails; the machine boots the live BE again, which mounts what belongs to it. */
    public void losePower() throws IOException {
        fuse.crash();
        fuse.restart(POOL, altroot);
        List<String> tree = lines(fuse.zfs("list", "-H", "-r", "-t", "filesystem", "-o", "name", live()));
        for (int i = tree.size() - 1; i >= 0; i--) {
            fuse.tryZfs("unmount", tree.get(i));
        }
        for (String dataset : tree) {
            fuse.zfs("mount", dataset);
        }
    }

    @Override
    public void close() {
        fuse.close();
    }
}
