package org.snapup.ips.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.repo.depot.RemoteFile;
import org.snapup.ips.sign.SignatureCheck;

/** Holds what is installed against the image's signature policies again: the manifests as the image has them now. */
final class InstalledSignatures {
    private final Path cache;
    private final InstalledManifests manifests;
    private final IpsListener listener;

    InstalledSignatures(Path cache, InstalledManifests manifests, IpsListener listener) {
        this.cache = cache;
        this.manifests = manifests;
        this.listener = listener;
    }

    /**
     * What is wrong, by package. Certificates that pkg(1) has put into the image are taken from there, others from the
     * publisher; where it can't be reached a note says that the packages weren't checked.
     */
    Map<Fmri, Finding> check(ImageFiles files, Image image, Map<Fmri, List<Action>> signed) {
        Map<Fmri, Finding> wrong = new TreeMap<>();
        int unchecked = 0;
        try (Source source = new Source(files, image, cache)) {
            SignatureCheck check = new SignatureCheck(
                    files,
                    image.config(),
                    source::certificate,
                    uri -> RemoteFile.read(uri, System.getenv()),
                    listener::note);
            for (Map.Entry<Fmri, List<Action>> each : new TreeMap<>(signed).entrySet()) {
                listener.checkCancelled();
                if (!check.concerns(each.getKey(), each.getValue())) {
                    continue;
                }
                Manifest whole = manifests.read(files, each.getKey(), ActionFilter.ALL);
                try {
                    check.check(each.getKey(), each.getValue(), whole);
                } catch (IpsException e) {
                    if (e.kind() == IpsException.Kind.IO || e.kind() == IpsException.Kind.NOT_FOUND) {
                        unchecked++;
                        continue;
                    }
                    if (e.kind() == IpsException.Kind.CANCELLED) {
                        throw e;
                    }
                    Stream.concat(each.getValue().stream(), whole.actions().stream())
                            .findFirst()
                            .ifPresent(action -> wrong.put(
                                    each.getKey(), Finding.unmendable(action, String.valueOf(e.getMessage()))));
                }
            }
        }
        if (unchecked > 0) {
            listener.note("The signatures of " + unchecked
                    + " packages were not checked, because their publishers' certificates can't be fetched now.");
        }
        return wrong;
    }

    /** Asks publishers only when it has to. */
    private static final class Source implements AutoCloseable {
        private final ImageFiles files;
        private final Image image;
        private final Path cache;
        private @Nullable ManifestStore store;

        Source(ImageFiles files, Image image, Path cache) {
            this.files = files;
            this.image = image;
            this.cache = cache;
        }

        byte[] certificate(Fmri fmri, Action action) {
            String hash = String.valueOf(action.hash());
            return files.read(ImageLayout.certificates(fmri.requirePublisher()).resolve(Fmri.encode(hash)))
                    .filter(bytes -> Digests.same(Digests.sha1().digest(bytes), hash))
                    .orElseGet(() -> store().payload(fmri, action));
        }

        private ManifestStore store() {
            if (store == null) {
                store = new ManifestStore(files, ImagePackages.refresh(image, cache, false, IpsListener.NONE), cache);
            }
            return store;
        }

        @Override
        public void close() {
            if (store != null) {
                store.close();
            }
        }
    }
}
