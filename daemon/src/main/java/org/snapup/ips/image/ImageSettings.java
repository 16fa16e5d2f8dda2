package org.snapup.ips.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.EntryState;

/**
 * Changes an image's configuration, each change under the image's lock, in one step, with an entry in its history. Every
 * method takes the command line for the history and returns whether anything changed.
 *
 * <p>Errors: NOT_FOUND for a publisher or property that isn't there, BAD_INPUT for a value that can't be one, CONFLICT,
 * LOCKED, IO; then nothing has changed.
 */
public final class ImageSettings {
    private ImageSettings() {}

    /**
     * Changes or adds a publisher. The catalogs of what is new are fetched by the next refresh. Keys and certificates
     * are copied into the image.
     */
    public static boolean setPublisher(Path root, PublisherChange change, List<String> arguments) {
        boolean known = Image.readConfig(root).publisher(change.name()).isPresent();
        Optional<KeptFile> key = KeptFile.key(change.sslKey());
        Optional<KeptFile> certificate = KeptFile.certificate(change.sslCert());
        PublisherChange kept = change.withTls(
                key.map(KeptFile::name).orElse(change.sslKey()),
                certificate.map(KeptFile::name).orElse(change.sslCert()));
        List<KeptFile> approved =
                change.authorities().approve().stream().map(KeptFile::authority).toList();
        return change(root, known ? "update-publisher" : "add-publisher", arguments, (files, config) -> {
            ImageConfig changed = new PublisherEditor(config)
                    .apply(kept, approved.stream().map(KeptFile::hash).toList());
            if (!approved.isEmpty()) {
                approved.forEach(file -> file.write(files, ImageLayout.certificates(change.name())));
                forgetLinks(files, change.name());
            }
            key.ifPresent(file -> file.write(files));
            certificate.ifPresent(file -> file.write(files));
            return changed;
        });
    }

    /** Where pkg(1) finds none of its links by subject, it makes all of them; without their folder it wouldn't. */
    private static void forgetLinks(ImageFiles files, String publisher) {
        BytePath links = ImageLayout.certificateLinks(publisher);
        files.delete(links);
        files.root().makeDirectories(links, 0755);
    }

    /** Removes publishers; what is installed from them stays. */
    public static boolean unsetPublishers(Path root, List<String> names, List<String> arguments) {
        return locked(root, (files, image) -> {
            Instant start = Instant.now();
            ImageConfig changed = image.config();
            for (String name : names) {
                changed = new PublisherEditor(changed).remove(name);
            }
            StateWriter state = new StateWriter(files);
            state.checkWritable();
            state.finish();
            files.replaceDurably(ImageLayout.CONFIG, changed.toText());
            forget(files, image, state, names);
            new History(files).add(History.Operation.succeeded("remove-publisher", arguments, start));
            return true;
        });
    }

    /** Takes what isn't installed of these publishers out of the known packages. */
    private static void forget(ImageFiles files, Image image, StateWriter state, List<String> names) {
        Catalog known = Image.readKnown(files);
        List<CatalogRecord> records = known.records()
                .filter(record ->
                        !names.contains(record.entry().fmri().requirePublisher()) || isInstalled(record.entry()))
                .toList();
        state.prepare(
                CatalogContent.of(image.installedCatalog().records().toList()),
                CatalogContent.of(records),
                image.avoids());
        state.commit();
    }

    private static boolean isInstalled(CatalogEntry entry) {
        EntryState state = entry.state();
        return state != null && state.has(EntryState.INSTALLED);
    }

    /** Changes properties of the image: {@code set-property}, {@code unset-property} and their like. */
    public static boolean setProperties(Path root, List<PropertyEdit> edits, List<String> arguments) {
        String operation = edits.stream().allMatch(PropertyEdit.Unset.class::isInstance)
                ? "unset-property"
                : edits.stream().allMatch(PropertyEdit.Add.class::isInstance)
                        ? "add-property-value"
                        : edits.stream().allMatch(PropertyEdit.Remove.class::isInstance)
                                ? "remove-property-value"
                                : "set-property";
        return change(
                root,
                operation,
                arguments,
                (files, config) -> PropertyEditor.ofImage(config).apply(edits));
    }

    /** Removes all entries of the history but that of this. */
    public static void purgeHistory(Path root, List<String> arguments) {
        locked(root, (files, image) -> {
            Instant start = Instant.now();
            History history = new History(files);
            history.purge();
            history.add(History.Operation.succeeded("purge-history", arguments, start));
            return true;
        });
    }

    private static boolean change(
            Path root,
            String operation,
            List<String> arguments,
            BiFunction<ImageFiles, ImageConfig, ImageConfig> change) {
        return locked(root, (files, image) -> {
            Instant start = Instant.now();
            String before = image.config().toText();
            String after = change.apply(files, image.config()).toText();
            if (before.equals(after)) {
                return false;
            }
            files.replaceDurably(ImageLayout.CONFIG, after);
            new History(files).add(History.Operation.succeeded(operation, arguments, start));
            return true;
        });
    }

    /** A change of an image by who holds its lock. */
    public interface Change {
        /** Whether anything changed. */
        boolean make(ImageFiles files, Image image);
    }

    /**
     * Makes a change under the image's lock; what the operating system refuses becomes IO or NO_SPACE.
     *
     * @return whether anything changed
     */
    public static boolean locked(Path root, Change change) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.requireImage(files, root);
            try (ImageLock lock = ImageLock.exclusive(files, root)) {
                return change.make(files, Image.read(files, root));
            }
        } catch (ErrnoException e) {
            IpsException.Kind kind =
                    e.is(Errno.ENOSPC, Errno.EDQUOT) ? IpsException.Kind.NO_SPACE : IpsException.Kind.IO;
            throw new IpsException(kind, "can't change the image " + root + ": " + e.getMessage(), e);
        }
    }
}
