package org.snapup.ips.repo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snapup.ips.IpsException;

/** A repository in a folder that is deleted when it is closed. */
public final class TemporaryRepository implements Closeable {
    private final Path root;
    private final RepositoryWriter writer;

    private TemporaryRepository(Path root) {
        this.root = root;
        this.writer = RepositoryWriter.create(root, null);
    }

    /**
     * Makes one in the folder of a file that is to be made of it.
     *
     * @throws IpsException IO
     */
    public static TemporaryRepository beside(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            return new TemporaryRepository(
                    Files.createTempDirectory(absolute.getParent(), "." + absolute.getFileName() + "."));
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't make a folder beside " + file + ": " + e, e);
        }
    }

    public Path root() {
        return root;
    }

    public RepositoryWriter writer() {
        return writer;
    }

    @Override
    public void close() {
        try {
            RepositoryWriter.deleteTree(root);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't delete the folder " + root + ": " + e + "; delete it by hand", e);
        }
    }
}
