package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.solve.Avoids;
import org.snapup.ips.state.StateDatabase;

/**
 * Replaces what an image says of itself, in one step: the whole of {@code var/pkg/state} is written beside it, brought
 * to stable storage, and exchanged. Where the filesystem can't exchange, the old one is renamed away first, and until
 * the new one has its name, readers find it under its temporary one.
 */
public final class StateWriter {
    /** Present in a state that is complete but may not have its name yet. */
    private static final String COMPLETE = "complete";

    private static final BytePath PREVIOUS = ImageLayout.META.resolve("state.snapup-old");

    /** What a new state doesn't take from the old one. */
    private static final Set<String> REPLACED = Set.of(
            ImageLayout.INSTALLED,
            ImageLayout.KNOWN,
            new String(ImageLayout.DATABASE.name(), StandardCharsets.UTF_8),
            "avoid_set",
            COMPLETE);

    private final ImageFiles files;

    public StateWriter(ImageFiles files) {
        this.files = files;
    }

    /** Where the state is to be read now. */
    static BytePath current(ImageFiles files) {
        boolean cutOff = files.root().find(ImageLayout.STATE).isEmpty()
                && files.root().find(ImageLayout.NEXT_STATE.resolve(COMPLETE)).isPresent();
        return cutOff ? ImageLayout.NEXT_STATE : ImageLayout.STATE;
    }

    /**
     * Fails where nothing can be written, before anything is.
     *
     * @throws IpsException IO
     */
    public void checkWritable() {
        try (DirectoryHandle meta = files.root().directory(ImageLayout.META)) {
            if (!meta.isWritable()) {
                throw new IpsException(
                        IpsException.Kind.IO,
                        "the image can't be written: its filesystem is read-only, or " + ImageLayout.META
                                + " belongs to somebody else; run this as root");
            }
        }
    }

    /** Ends what an earlier writer was cut off in. For the holder of the exclusive lock. */
    public void finish() {
        if (current(files).equals(ImageLayout.NEXT_STATE)) {
            rename(ImageLayout.NEXT_STATE, ImageLayout.STATE);
        }
        files.delete(ImageLayout.STATE.resolve(COMPLETE));
        files.delete(ImageLayout.NEXT_STATE);
        files.delete(PREVIOUS);
    }

    /**
     * Writes the new state beside the old one. {@link #commit} puts it into force, once everything that it speaks of is
     * on stable storage.
     *
     * @param avoids what groups do without
     * @throws IpsException IO
     */
    public void prepare(CatalogContent installed, CatalogContent known, Avoids avoids) {
        boolean hasDatabase = StateReader.hasDatabase(files);
        prepare(installed, known, avoids, hasDatabase, !hasDatabase);
    }

    /**
     * As {@link #prepare}, but for readers of either format: until the configuration says which one it is, both are
     * there and say the same. What the format doesn't have goes with the next state, or by {@link #removeCatalogs}.
     */
    public void prepareForBothFormats(CatalogContent installed, CatalogContent known, Avoids avoids) {
        prepare(installed, known, avoids, true, true);
    }

    /** Removes what only images of format 4 need. */
    public void removeCatalogs() {
        files.delete(ImageLayout.STATE.resolve(ImageLayout.INSTALLED));
        files.delete(ImageLayout.STATE.resolve(ImageLayout.KNOWN));
    }

    private void prepare(
            CatalogContent installed, CatalogContent known, Avoids avoids, boolean database, boolean catalogs) {
        files.delete(ImageLayout.NEXT_STATE);
        files.root().makeDirectories(ImageLayout.NEXT_STATE, 0755);
        Instant now = Instant.now();
        if (database) {
            writeDatabase(installed, known, now);
        }
        if (catalogs) {
            CatalogWriter writer = new CatalogWriter(false, null, now);
            writeCatalog(writer, ImageLayout.INSTALLED, installed);
            writeCatalog(writer, ImageLayout.KNOWN, known);
        }
        keepOthers();
        files.writeText(ImageLayout.NEXT_STATE.resolve("avoid_set"), Holds.text(avoids));
        files.writeText(ImageLayout.NEXT_STATE.resolve(COMPLETE), "");
    }

    /** Puts what was prepared into force, in one step. */
    public void commit() {
        try (DirectoryHandle directory = files.root().directory(ImageLayout.NEXT_STATE)) {
            directory.syncFilesystem();
        }
        exchange();
        try (DirectoryHandle meta = files.root().directory(ImageLayout.META)) {
            meta.sync();
        }
        finish();
    }

    private void writeCatalog(CatalogWriter writer, String name, CatalogContent content) {
        BytePath target = ImageLayout.NEXT_STATE.resolve(name);
        writer.encode(content).forEach((file, bytes) -> files.write(target.resolve(file), bytes, 0644));
    }

    private void writeDatabase(CatalogContent installed, CatalogContent known, Instant now) {
        Set<Fmri> fmris = installed.entries().stream().map(CatalogEntry::fmri).collect(Collectors.toSet());
        byte[] database = StateDatabase.write(known.records(), fmris, CatalogWriter.time(now));
        files.write(ImageLayout.NEXT_STATE.resolve(ImageLayout.DATABASE.name()), database, 0644);
    }

    /** Freezes, and what other tools keep there. */
    private void keepOthers() {
        for (byte[] name : files.list(ImageLayout.STATE)) {
            String text = new String(name, StandardCharsets.UTF_8);
            if (!REPLACED.contains(text)) {
                files.read(ImageLayout.STATE.resolve(name))
                        .ifPresent(content -> files.write(ImageLayout.NEXT_STATE.resolve(name), content, 0644));
            }
        }
    }

    private void exchange() {
        try (DirectoryHandle meta = files.root().directory(ImageLayout.META)) {
            byte[] next = ImageLayout.NEXT_STATE.name();
            byte[] state = ImageLayout.STATE.name();
            boolean exchanged = meta.find(state).isPresent() && meta.exchange(next, meta, state);
            files.root().forget(ImageLayout.STATE);
            files.root().forget(ImageLayout.NEXT_STATE);
            if (exchanged) {
                return;
            }
        }
        files.delete(PREVIOUS);
        if (files.root().find(ImageLayout.STATE).isPresent()) {
            rename(ImageLayout.STATE, PREVIOUS);
        }
        rename(ImageLayout.NEXT_STATE, ImageLayout.STATE);
    }

    private void rename(BytePath from, BytePath to) {
        try (DirectoryHandle meta = files.root().directory(ImageLayout.META)) {
            meta.rename(from.name(), meta, to.name());
        }
        files.root().forget(from);
        files.root().forget(to);
    }
}
