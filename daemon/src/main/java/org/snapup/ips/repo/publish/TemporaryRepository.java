package org.snapup.ips.repo.publish;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snapup.ips.IpsException;

/** A repository in a folder that is deleted when it is closed. */
public final class TemporaryRepository implements Closeable {
    private final Path root;
    private final RepositoryWriter writer;

    private TemporaryRepository(Path root, RepositoryWriter writer) {
        this.root = root;
        this.writer = writer;
    }

    /**
     * Makes one in the folder of a file that is to be made of it.
     *
     * @throws IpsException IO
     */
    public static TemporaryRepository beside(Path file) {
        Path absolute = file.toAbsolutePath();
        Path root;
        try {
            root = Files.createTempDirectory(absolute.getParent(), "." + absolute.getFileName() + ".");
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't make a folder beside " + file + ": " + e + "; check free space and permissions",
                    e);
        }
        try {
            return new TemporaryRepository(root, RepositoryWriter.create(root, null));
        } catch (IpsException e) {
            try {
                RepositoryWriter.deleteTree(root);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
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
