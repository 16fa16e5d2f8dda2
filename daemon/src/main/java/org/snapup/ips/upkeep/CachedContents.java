package org.snapup.ips.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.image.ImageSettings;

/** What was fetched from repositories and is kept, in case it is needed again. */
public final class CachedContents {
    /** Parts of the cache; catalogs stay, for what is offered is known from them where no origin answers. */
    private static final List<String> PARTS = List.of("payload", "manifest");

    private CachedContents() {}

    /**
     * Removes the contents that pkg(1) keeps in the image for its publishers, and the contents and manifests in the
     * cache, which other images may share: they are fetched again when they are needed. Each place is told to the
     * listener.
     *
     * @return how many files there were
     * @throws IpsException NOT_FOUND, LOCKED, IO
     */
    public static long remove(Path root, Path cache, IpsListener listener) {
        long[] removed = new long[1];
        ImageSettings.locked(root, (files, image) -> {
            for (ImagePublisher publisher : image.config().publishers()) {
                BytePath contents =
                        ImageLayout.PUBLISHERS.resolve(publisher.name()).resolve("file");
                listener.note(checking(root.resolve(contents.toString()), publisher.name()));
                removed[0] += count(files, contents);
                files.delete(contents);
            }
            return removed[0] > 0;
        });
        for (String part : PARTS) {
            listener.note(checking(cache.resolve(part), "None"));
            removed[0] += remove(cache.resolve(part));
        }
        return removed[0];
    }

    private static String checking(Path folder, String publisher) {
        return "Checking cache directory " + folder + " (" + publisher + ")";
    }

    private static long count(ImageFiles files, BytePath folder) {
        long count = 0;
        for (byte[] name : files.list(folder)) {
            BytePath path = folder.resolve(name);
            boolean isFolder =
                    files.root().find(path).filter(stat -> stat.isDirectory()).isPresent();
            count += isFolder ? count(files, path) : 1;
        }
        return count;
    }

    /** The folders stay: plans are made at the same time. */
    private static long remove(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        long removed = 0;
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(path)) {
                    removed++;
                }
            }
        } catch (NoSuchFileException e) {
            return removed; // by somebody else
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "what is kept in " + folder + " can't be removed: " + e + "; repeat it", e);
        }
        return removed;
    }
}
