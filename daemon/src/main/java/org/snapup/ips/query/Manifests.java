package org.snapup.ips.query;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.LicenseTexts;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.repo.Repository;

/** The manifests of candidates, from the image or the origin that offers them. For any number of threads; closed by one. */
final class Manifests implements AutoCloseable {
    private final Image image;
    private final ImageFiles files;
    private final Path cache;
    private final IpsListener listener;
    private @Nullable ImagePackages packages;
    private @Nullable ManifestStore store;

    Manifests(Image image, ImageFiles files, Path cache, IpsListener listener) {
        this.image = image;
        this.files = files;
        this.cache = cache;
        this.listener = listener;
    }

    Manifest read(Candidate candidate, ActionFilter filter) {
        return Manifest.parse(bytes(candidate), "the manifest of " + candidate.fmri(), filter);
    }

    private byte[] bytes(Candidate candidate) {
        String origin = candidate.origin();
        if (origin != null) {
            try (Repository repository = Repository.open(origin)) {
                return repository.manifestBytes(
                        candidate.fmri(), candidate.entry().manifestSignature());
            }
        }
        Optional<byte[]> stored =
                candidate.isInstalled() ? files.read(ImageLayout.manifest(candidate.fmri())) : Optional.empty();
        return stored.orElseGet(() -> store().bytes(candidate.fmri()));
    }

    /** The text of a licence of a package that an origin offers. */
    String license(Candidate candidate, Action license) {
        return LicenseTexts.read(packages(), candidate.fmri(), license);
    }

    private synchronized ImagePackages packages() {
        ImagePackages known = packages;
        if (known == null) {
            known = ImagePackages.refresh(image, cache, false, listener);
            packages = known;
        }
        return known;
    }

    private synchronized ManifestStore store() {
        ManifestStore opened = store;
        if (opened == null) {
            opened = new ManifestStore(files, packages(), cache);
            store = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
