package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.contract.StorageWorld;

/** A root of plain directories; its one BE is a folder that somebody made. */
public class DirectoryWorld implements StorageWorld {
    private static final long RESERVE_BYTES = 1 << 20;

    private final Path root;
    private final boolean canBeFilled;

    /** @param canBeFilled the filesystem is the test's own */
    public DirectoryWorld(Path root, boolean canBeFilled) throws IOException {
        this.root = root;
        this.canBeFilled = canBeFilled;
        Files.createDirectories(liveTree());
    }

    private DirectoryConfig config() {
        return new DirectoryConfig(root, LIVE, RESERVE_BYTES);
    }

    @Override
    public Storage open() {
        return DirectoryStorage.open(config());
    }

    @Override
    public Optional<Storage> openDyingAt(int point) {
        AtomicInteger left = new AtomicInteger(point);
        return Optional.of(Interruptible.open(config(), () -> {
            if (left.getAndDecrement() <= 0) {
                throw new Died();
            }
        }));
    }

    @Override
    public Path liveTree() {
        return root.resolve(LIVE);
    }

    @Override
    public List<String> objects() {
        Path own = root.resolve(".snapup");
        try (Stream<Path> names = Files.list(root);
                Stream<Path> inner = Files.walk(own, 4)) {
            return Stream.concat(
                            names,
                            inner.filter(path -> !path.startsWith(own.resolve("be"))
                                    || !own.relativize(path).toString().contains("/root")))
                    .map(path -> root.relativize(path).toString().replaceFirst("^(.snapup/be/)[^/]+", "$1GUID"))
                    .filter(path -> !path.endsWith("/snapshots"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean canBeBusy() {
        return true;
    }

    @Override
    public boolean fill() {
        if (!canBeFilled) {
            return false;
        }
        byte[] chunk = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(root.resolve("filler"))) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (root.toFile().getUsableSpace() > chunk.length) {
                throw new UncheckedIOException(e);
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        // The folder is the test's.
    }
}
