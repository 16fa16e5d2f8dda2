package org.snapup.ips.upkeep;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.StateWriter;

/**
 * Brings images from format 4 to format 5. First the state becomes one that readers of both formats understand, by an
 * exchange; then the configuration says format 5, by a rename, which is the moment when it is done; then what only format
 * 4 needs is removed. Cut off between two of these, the image is whole in the format that the configuration says.
 */
public final class FormatUpdate {
    private FormatUpdate() {}

    /**
     * Brings an image to the newest format.
     *
     * @param arguments the command line for the history
     * @return false where it has it already
     * @throws IpsException NOT_FOUND, LOCKED, CORRUPT, NO_SPACE, IO, also where this system lacks the library that format
     *     5 needs; nothing has changed then
     */
    public static boolean run(Path root, Path cache, List<String> arguments, IpsListener listener) {
        if (Image.readConfig(root).hasDatabase()) {
            return false;
        }
        if (!SqliteDatabase.isAvailable()) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "images of format 5 keep their packages in a SQLite database, and this system has no libsqlite3:"
                            + " install it (libsqlite3-0 on Debian), and repeat this; nothing was changed");
        }
        Ips.recover(root, cache, listener); // in the format that it began with
        return ImageSettings.locked(root, (files, image) -> update(files, image, arguments));
    }

    private static boolean update(ImageFiles files, Image image, List<String> arguments) {
        if (image.config().hasDatabase()) {
            return false;
        }
        Instant start = Instant.now();
        StateWriter state = new StateWriter(files);
        state.checkWritable();
        state.finish();
        state.prepareForBothFormats(
                CatalogContent.of(image.installedCatalog().records().toList()),
                CatalogContent.of(Image.readKnown(files).records().toList()),
                image.avoids());
        state.commit();
        files.replaceDurably(ImageLayout.CONFIG, image.config().withDatabase().toText());
        state.removeCatalogs();
        files.write(ImageLayout.MODIFIED, new byte[0], 0644);
        new History(files).add(History.Operation.succeeded("update-format", arguments, start));
        return true;
    }
}
