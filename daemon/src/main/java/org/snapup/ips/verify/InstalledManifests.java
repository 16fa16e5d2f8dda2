package org.snapup.ips.verify;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.ManifestStore;

/** The manifests of what is installed, from the image; one that it has lost, from an origin. For several threads. */
final class InstalledManifests {
    private final Path root;
    private final Path cache;

    InstalledManifests(Path root, Path cache) {
        this.root = root;
        this.cache = cache;
    }

    /** As {@link #read(ImageFiles, Fmri, ActionFilter)}, through files of its own. */
    Manifest read(Fmri fmri, ActionFilter filter) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return read(files, fmri, filter);
        }
    }

    /**
     * What the filter takes of a manifest.
     *
     * @param files of the calling thread
     */
    Manifest read(ImageFiles files, Fmri fmri, ActionFilter filter) {
        Optional<byte[]> stored = files.read(ImageLayout.manifest(fmri));
        byte[] bytes = stored.isPresent() ? stored.get() : fetch(fmri);
        return Manifest.parse(new ByteArrayInputStream(bytes), "the manifest of " + fmri, filter);
    }

    private synchronized byte[] fetch(Fmri fmri) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            ImagePackages packages = ImagePackages.refresh(image, cache, false, IpsListener.NONE);
            try (ManifestStore store = new ManifestStore(files, packages, cache)) {
                return store.bytes(fmri);
            }
        }
    }
}
