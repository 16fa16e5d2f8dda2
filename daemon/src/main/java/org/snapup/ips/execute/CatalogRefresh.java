package org.snapup.ips.execute;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.plan.ImagePackages;

/** Brings what an image knows of its publishers' packages up to date; what is installed stays as it is. */
public final class CatalogRefresh {
    private final Path root;
    private final Path cache;
    private final IpsListener listener;

    public CatalogRefresh(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Fetches the catalogs, and replaces what is known in one step.
     *
     * @param publishers that have to answer; none for all that are enabled
     * @param full whether to forget what was fetched of them before
     * @return false if nothing new is known
     * @throws IpsException NOT_FOUND for a publisher that isn't there, IO, CORRUPT, LOCKED; nothing has changed then
     */
    public boolean run(List<String> publishers, boolean full) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.read(files, root);
            try (ImageLock lock = ImageLock.exclusive(files, root)) {
                new StateWriter(files).checkWritable();
                new StateWriter(files).finish();
                return run(files, Image.read(files, root), publishers, full);
            }
        } catch (ErrnoException e) {
            IpsException.Kind kind =
                    e.is(Errno.ENOSPC, Errno.EDQUOT) ? IpsException.Kind.NO_SPACE : IpsException.Kind.IO;
            throw new IpsException(kind, "can't change the image " + root + ": " + e.getMessage(), e);
        }
    }

    private boolean run(ImageFiles files, Image image, List<String> publishers, boolean full) {
        Instant start = Instant.now();
        Set<String> wanted = new HashSet<>(publishers);
        for (ImagePublisher publisher : image.config().publishers()) {
            if (publishers.isEmpty() && publisher.enabled()) {
                wanted.add(publisher.name());
            }
        }
        for (String name : wanted) {
            if (image.config().publisher(name).isEmpty()) {
                throw IpsException.notFound("there is no publisher '" + name + "' to refresh; the image has "
                        + String.join(", ", names(image)));
            }
        }
        ImagePackages packages = ImagePackages.refresh(image, cache, wanted, full, listener);
        KnownStates states = KnownStates.of(image, image.installed().values(), packages, List.of(), start);
        boolean same = digest(Image.readKnown(files).entries().toList()).equals(digest(states.known()))
                && digest(image.installedCatalog().entries().toList()).equals(digest(states.present()));
        if (same) {
            return false;
        }
        StateWriter state = new StateWriter(files);
        state.prepare(packages.some(states.present()), packages.every(states.known()), image.avoids());
        state.commit();
        List<String> arguments = new ArrayList<>(List.of("snapup", "refresh"));
        arguments.addAll(publishers);
        new History(files).add(History.Operation.succeeded("refresh-publishers", arguments, start));
        return true;
    }

    private static List<String> names(Image image) {
        return image.config().publishers().stream().map(ImagePublisher::name).toList();
    }

    private static Map<Fmri, Set<Integer>> digest(List<CatalogEntry> entries) {
        Map<Fmri, Set<Integer>> digest = new HashMap<>();
        for (CatalogEntry entry : entries) {
            digest.put(
                    entry.fmri(),
                    entry.state() == null
                            ? Set.of()
                            : new HashSet<>(entry.state().states()));
        }
        return digest;
    }
}
