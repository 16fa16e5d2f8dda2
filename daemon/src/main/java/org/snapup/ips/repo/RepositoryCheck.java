package org.snapup.ips.repo;

import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ContentHash;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;

/** Reads every byte of a repository in a folder, and reports what doesn't fit. Changes nothing, takes no lock. */
public final class RepositoryCheck {
    private final RepositoryLayout layout;
    private final Repository repository;
    private final Consumer<String> problems;
    private final Damage damage;
    private final Set<String> sound = new HashSet<>();
    private final Set<String> soundHashes = new HashSet<>();

    /** Told what is damaged, for whoever mends that; does nothing. */
    public static class Damage {
        /** A package's manifest, or a content of it, is damaged or missing. */
        public void isIn(Fmri fmri) {}

        /** A content isn't what a package says. */
        public void isInContent(String hash) {}

        /** Something couldn't be read: whether it is damaged, nobody knows. */
        public void isUnknown(IpsException cause) {}
    }

    /**
     * For one repository.
     *
     * @param problems told of each problem, in words that name the package and the file
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    public RepositoryCheck(Path root, Consumer<String> problems) {
        this(root, problems, new Damage());
    }

    /** As {@link #RepositoryCheck(Path, Consumer)}; {@code damage} is told of the same. */
    public RepositoryCheck(Path root, Consumer<String> problems, Damage damage) {
        this.damage = damage;
        this.layout = new RepositoryLayout(root);
        this.repository = Repository.of(new DirectoryOrigin(root));
        this.problems = problems;
    }

    /** Whether a content is what a package says, of the publisher that was checked last. */
    public boolean isSound(String hash) {
        return soundHashes.contains(hash);
    }

    /**
     * Checks packages of a publisher that no catalog tells of.
     *
     * @param known those that were checked
     */
    public void checkOthers(String publisher, Set<Fmri> known) {
        layout.manifests(publisher).stream()
                .filter(fmri -> !known.contains(fmri))
                .forEach(fmri -> checkPackage(fmri, null));
    }

    /**
     * Checks a publisher: its catalog, the manifests that it names, their payloads, and manifests that it lacks. Returns what
     * the catalog names.
     */
    public Set<Fmri> check(String publisher) {
        sound.clear();
        soundHashes.clear();
        Set<Fmri> known = new HashSet<>();
        try {
            Catalog catalog = repository.catalog(publisher);
            for (CatalogEntry entry : catalog.entries().toList()) {
                known.add(entry.fmri());
                checkPackage(entry.fmri(), entry.manifestSignature());
            }
            checkParts(catalog);
        } catch (IpsException e) {
            report(e);
            isDamage(e);
            return known; // what the catalog lacks, nobody knows
        }
        try {
            for (Fmri fmri : layout.manifests(publisher, this::reportStranger)) {
                if (!known.contains(fmri)) {
                    problems.accept("the manifest of " + fmri + " is in no catalog: run snapup-repo refresh");
                }
            }
        } catch (IpsException e) {
            report(e);
        }
        return known;
    }

    // Reading one entry of each part reads, and so checks, the part.
    private static void checkParts(Catalog catalog) {
        List<CatalogEntry> first = catalog.entries().limit(1).toList();
        first.forEach(catalog::record);
    }

    private void checkPackage(Fmri fmri, @Nullable String signature) {
        try {
            Manifest manifest = repository.manifest(fmri, signature, ActionFilter.ALL);
            if (!fmri.toString().equals(manifest.attribute("pkg.fmri"))) {
                problems.accept("the manifest of " + fmri + " says that it is of " + manifest.attribute("pkg.fmri"));
                damage.isIn(fmri);
            }
            PackageContents.of(manifest).forEach(action -> checkPayload(fmri, action));
        } catch (IpsException e) {
            report(e);
            if (isDamage(e)) {
                damage.isIn(fmri);
            }
        }
    }

    // What can't be read because of a disk or permissions may be as it should be.
    private boolean isDamage(IpsException e) {
        boolean known = EnumSet.of(IpsException.Kind.CORRUPT, IpsException.Kind.NOT_FOUND, IpsException.Kind.BAD_INPUT)
                .contains(e.kind());
        if (!known) {
            damage.isUnknown(e);
        }
        return known;
    }

    // Many packages share payloads; one that was read as it should be isn't read again.
    private void checkPayload(Fmri fmri, Action action) {
        String key = action.hash() + " " + action.get("pkg.size") + " " + action.get("chash") + " "
                + action.attributes().all("pkg.content-hash");
        if (sound.contains(key)) {
            return;
        }
        try {
            Optional<ContentHash> expected = ContentHash.ofStored(action);
            MessageDigest digest = expected.map(ContentHash::digest).orElseGet(Digests::sha1);
            repository.storedPayload(fmri, action, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            if (expected.isPresent()
                    && !Digests.same(digest.digest(), expected.get().hex())) {
                problems.accept("the file data (" + action.hash() + ") of " + fmri + " from " + repository.location()
                        + " is compressed otherwise than when this package was published, and pkg(1) refuses that: publish"
                        + " it again");
                damage.isIn(fmri);
                return;
            }
            soundHashes.add(PackageContents.name(action));
            sound.add(key);
        } catch (IpsException e) {
            report(e);
            if (isDamage(e)) {
                damage.isIn(fmri);
                damage.isInContent(String.valueOf(action.hash()));
            }
        }
    }

    private void reportStranger(Path file) {
        problems.accept(file + " is no manifest: its name is no version of a package; delete it");
    }

    private void report(IpsException e) {
        problems.accept(String.valueOf(e.getMessage()));
    }
}
