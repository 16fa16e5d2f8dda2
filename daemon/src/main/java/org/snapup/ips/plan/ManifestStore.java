package org.snapup.ips.plan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.CacheFile;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;

/**
 * Manifests: of installed packages from the image, of others from a local origin, or else from a cache directory or, once, from
 * an origin. Each is checked against the catalog. For any number of threads.
 */
public final class ManifestStore implements AutoCloseable {
    private static final long MAX_PAYLOAD = 1 << 20;
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{40}");

    private final ImageFiles image;
    private final ImagePackages packages;
    private final Path cache;
    private final Map<PackageSource, Repository> repositories = new ConcurrentHashMap<>();

    public ManifestStore(ImageFiles image, ImagePackages packages, Path cache) {
        this.image = image;
        this.packages = packages;
        this.cache = cache;
    }

    /** The manifest of an installed package, filtered; from its origin if the image has lost it. */
    Manifest installed(Fmri fmri, ActionFilter filter) {
        return parse(fmri, installedBytes(fmri), filter);
    }

    /** The manifest of an installed package, as it is stored. */
    byte[] installedBytes(Fmri fmri) {
        return image.read(ImageLayout.manifest(fmri)).orElseGet(() -> bytes(fmri));
    }

    /** The names of the drivers that packages deliver, installed or to be installed. */
    public Set<String> drivers(Collection<Fmri> fmris, ActionFilter filter) {
        Set<String> names = new HashSet<>();
        for (Fmri fmri : fmris) {
            installed(fmri, action -> action.kind() == ActionKind.DRIVER && filter.test(action))
                    .actions(ActionKind.DRIVER)
                    .forEach(driver -> names.add(driver.attributes().require("name")));
        }
        return names;
    }

    /** The manifest of a package that is to be installed, filtered. */
    Manifest offered(Fmri fmri, ActionFilter filter) {
        return parse(fmri, bytes(fmri), filter);
    }

    private static Manifest parse(Fmri fmri, byte[] bytes, ActionFilter filter) {
        return Manifest.parse(bytes, "the manifest of " + fmri, filter);
    }

    /** The manifest as it is stored, from the cache or an origin. The cache knows it by its hash, so by what a catalog says. */
    public byte[] bytes(Fmri fmri) {
        String signature = packages.signature(fmri).orElse(null);
        List<PackageSource> origins = packages.origins(fmri);
        boolean isNear = !origins.isEmpty() && origins.get(0).isLocal();
        if (isNear || signature == null || !SIGNATURE.matcher(signature).matches()) {
            return fetch(fmri, signature);
        }
        Path file = cache.resolve("manifest").resolve(signature.substring(0, 2)).resolve(signature);
        byte[] cached = cached(file, signature);
        if (cached != null) {
            return cached;
        }
        byte[] fetched = fetch(fmri, signature);
        store(cache, file, fetched);
        return fetched;
    }

    private static byte @Nullable [] cached(Path file, String signature) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Digests.same(Digests.sha1().digest(bytes), signature) ? bytes : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the cached manifest " + file + ": " + e, e);
        }
    }

    private static void store(Path cache, Path file, byte[] bytes) {
        try {
            CacheFile.write(cache, file, bytes);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't keep the manifest " + file + ": " + e, e);
        }
    }

    /**
     * A small payload of a package, from the first origin that has it whole.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, IO
     */
    public byte[] payload(Fmri fmri, Action action) {
        if (action.size() > MAX_PAYLOAD) {
            throw IpsException.corrupt("a certificate of " + fmri + " has " + action.size() + " bytes: that is none");
        }
        return from(packages.contentSources(fmri), fmri, repository -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            repository.payload(fmri, action, content);
            return content.toByteArray();
        });
    }

    private byte[] fetch(Fmri fmri, @Nullable String signature) {
        return from(packages.origins(fmri), fmri, repository -> repository.manifestBytes(fmri, signature));
    }

    private interface Use {
        byte[] of(Repository repository);
    }

    private byte[] from(List<PackageSource> origins, Fmri fmri, Use use) {
        if (origins.isEmpty()) {
            throw IpsException.notFound(
                    "no origin has the manifest of " + fmri + ": add an origin that does, or another version");
        }
        IpsException last = null;
        for (PackageSource origin : origins) {
            try {
                return use.of(repositories.computeIfAbsent(origin, Repository::open));
            } catch (IpsException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last == null ? IpsException.notFound("no manifest of " + fmri) : last;
    }

    @Override
    public void close() {
        repositories.values().forEach(Repository::close);
    }
}
