package org.snapup.ips.upkeep;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.query.Found;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;
import org.snapup.ips.query.ListedPackage;

/** The mark of installed packages that somebody asked for by name, which keeps them from being removed as left over. */
public final class ManualMarks {
    private ManualMarks() {}

    /**
     * Sets the mark or takes it back, in one step.
     *
     * @param patterns as {@code pkg list} matches them
     * @param arguments the command line for the history
     * @return of how many packages it is another one now
     * @throws IpsException NOT_FOUND where a pattern matches nothing that is installed, and then nothing changed; LOCKED,
     *     CORRUPT, IO
     */
    public static int set(Path root, List<String> patterns, boolean manual, Path cache, List<String> arguments) {
        int[] count = new int[1];
        ImageSettings.locked(root, (files, image) -> {
            Instant start = Instant.now();
            Set<Fmri> changed = matching(root, patterns, cache).stream()
                    .filter(fmri -> image.isManual(fmri) != manual)
                    .collect(Collectors.toSet());
            count[0] = changed.size();
            if (changed.isEmpty()) {
                return false;
            }
            write(files, image, changed, manual);
            new History(files).add(History.Operation.succeeded("flag", arguments, start));
            return true;
        });
        return count[0];
    }

    private static List<Fmri> matching(Path root, List<String> patterns, Path cache) {
        if (patterns.isEmpty()) {
            throw IpsException.badInput("no package was named: write the packages that are meant");
        }
        try (ImageQueries queries = ImageQueries.open(root, cache, IpsListener.NONE)) {
            Found<ListedPackage> found = queries.list(ListQuery.installed(patterns));
            if (!found.unmatched().isEmpty()) {
                throw IpsException.notFound("no installed package matches '" + String.join("', '", found.unmatched())
                        + "'; nothing was changed: snapup list shows what is installed");
            }
            return found.items().stream().map(ListedPackage::fmri).toList();
        }
    }

    private static void write(ImageFiles files, Image image, Set<Fmri> changed, boolean manual) {
        StateWriter state = new StateWriter(files);
        state.checkWritable();
        state.finish();
        state.prepare(
                marked(image.installedCatalog().records(), changed, manual),
                marked(Image.readKnown(files).records(), changed, manual),
                image.avoids());
        state.commit();
        files.write(ImageLayout.MODIFIED, new byte[0], 0644);
    }

    private static CatalogContent marked(Stream<CatalogRecord> records, Set<Fmri> changed, boolean manual) {
        return CatalogContent.of(records.map(record ->
                        changed.contains(record.entry().fmri()) ? record.withState(EntryState.MANUAL, manual) : record)
                .toList());
    }
}
