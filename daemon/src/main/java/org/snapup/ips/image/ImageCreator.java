package org.snapup.ips.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.solve.Avoids;

/** Makes empty images. */
public final class ImageCreator {
    private ImageCreator() {}

    /**
     * Makes an image in a directory that doesn't exist yet or is empty.
     *
     * @param arguments the command line, for the history
     * @throws IpsException CONFLICT if something is there already
     */
    public static void create(Path root, ImageSpec spec, List<String> arguments) {
        Instant start = Instant.now();
        makeRoot(root);
        try (ImageFiles files = ImageFiles.open(root)) {
            for (BytePath directory : List.of(
                    ImageLayout.META,
                    ImageLayout.HISTORY,
                    ImageLayout.LICENSES,
                    ImageLayout.PUBLISHERS,
                    ImageLayout.CACHE,
                    ImageLayout.LOST_AND_FOUND)) {
                files.root().makeDirectories(directory, 0755);
            }
            try (ImageLock lock = ImageLock.exclusive(files, root)) {
                StateWriter state = new StateWriter(files);
                state.prepare(CatalogContent.empty(), CatalogContent.empty(), Avoids.NONE);
                state.commit();
                new History(files)
                        .add(new History.Operation(
                                "image-create", arguments, "Succeeded", start, Instant.now(), List.of()));
                files.write(ImageLayout.MODIFIED, new byte[0], 0644);
                // Last: with it, the directory is an image.
                files.writeText(ImageLayout.CONFIG, ImageConfig.create(spec).toText());
            }
        }
    }

    private static void makeRoot(Path root) {
        try {
            Files.createDirectories(root);
            try (var entries = Files.list(root)) {
                if (entries.findAny().isPresent()) {
                    throw new IpsException(
                            IpsException.Kind.CONFLICT,
                            "can't make an image in " + root + ": it isn't empty; name a new or an empty directory");
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't make the image root " + root + ": " + e, e);
        }
    }
}
