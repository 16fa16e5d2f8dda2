package org.snapup.ips.repo.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PackageContents;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.TargetStream;

/**
 * Writes packages into a plain folder, as pkgrecv(1) does with {@code --raw}: {@code STEM/VERSION/manifest}, and beside it
 * each content under its hash. They can be looked at, changed and published again.
 */
public final class RawPackages {
    private static final String MANIFEST = "manifest";

    private final Repository source;
    private final Path folder;
    private final boolean compressed;

    /** @param compressed contents stay as they are in the source */
    public RawPackages(Repository source, Path folder, boolean compressed) {
        this.source = source;
        this.folder = folder;
        this.compressed = compressed;
    }

    /** Whether it is there as a whole. */
    public boolean has(CatalogEntry entry) {
        return Files.exists(home(entry.fmri()).resolve(MANIFEST));
    }

    /**
     * Writes a package; its manifest comes last, so that where there is one, all contents are there.
     *
     * @return false if it was there already
     * @throws IpsException CONFLICT if another package with this name is there; NOT_FOUND, CORRUPT, IO
     */
    public boolean write(CatalogEntry entry) {
        Fmri fmri = entry.fmri();
        Path home = home(fmri);
        byte[] bytes = source.manifestBytes(fmri, entry.manifestSignature());
        try {
            Files.createDirectories(home);
            Path file = home.resolve(MANIFEST);
            if (Files.exists(file)) {
                if (Arrays.equals(Files.readAllBytes(file), bytes)) {
                    return false;
                }
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "another package than " + fmri + " is in " + home + ": name another folder");
            }
            Manifest manifest = Manifest.parse(bytes, "the manifest of " + fmri + " from " + source.location());
            for (Action content : PackageContents.of(manifest)) {
                write(fmri, content, home.resolve(PackageContents.name(content)));
            }
            DurableFiles.write(file, bytes);
            return true;
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO, "can't write " + home + ": " + e + "; check free space and permissions", e);
        }
    }

    private Path home(Fmri fmri) {
        return folder.resolve(fmri.dirPath());
    }

    private void write(Fmri fmri, Action content, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream stream = Files.newOutputStream(temporary)) {
            TargetStream out = new TargetStream(stream);
            try {
                if (compressed) {
                    source.storedPayload(fmri, content, out);
                } else {
                    source.payload(fmri, content, out);
                }
            } catch (IpsException e) {
                throw out.cause(e, home(fmri));
            }
        } catch (IOException | IpsException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
