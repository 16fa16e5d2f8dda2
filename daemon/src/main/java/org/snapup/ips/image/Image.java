package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snapup.ips.Digests;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.solve.Avoids;

/** What an image said of itself when it was read. Immutable. */
public final class Image {
    private final Path root;
    private final ImageConfig config;
    private final Catalog installed;
    private final Map<String, Fmri> byStem = new TreeMap<>();
    private final Map<String, Version> frozen;
    private final Avoids avoids;
    private final Set<String> manual = new HashSet<>();
    private final String digest;

    private Image(Path root, ImageConfig config, Catalog installed, Map<String, Version> frozen, Avoids avoids) {
        this.root = root;
        this.config = config;
        this.installed = installed;
        this.frozen = Map.copyOf(frozen);
        this.avoids = avoids;
        installed.entries().forEach(entry -> {
            byStem.put(entry.fmri().name(), entry.fmri());
            EntryState state = entry.state();
            if (state != null && state.has(EntryState.MANUAL)) {
                manual.add(entry.fmri().name());
            }
        });
        this.digest = computeDigest();
    }

    /**
     * Reads an image.
     *
     * @throws IpsException NOT_FOUND if there is none at {@code root}, BAD_INPUT for a format that isn't known
     */
    public static Image read(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return read(files, root);
        }
    }

    /**
     * Reads only how the image is configured.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, BAD_INPUT (a newer format), IO
     */
    public static ImageConfig readConfig(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return readConfig(files, root);
        }
    }

    private static ImageConfig readConfig(ImageFiles files, Path root) {
        requireImage(files, root);
        return ImageConfig.parse(files.readText(ImageLayout.CONFIG).orElseThrow());
    }

    /** As {@link #read(Path)}, through files that are open already. */
    public static Image read(ImageFiles files, Path root) {
        ImageConfig config = readConfig(files, root);
        Holds holds = new Holds(files);
        Map<String, Version> frozen = new HashMap<>();
        holds.freezes().forEach((stem, freeze) -> frozen.put(stem, freeze.version()));
        Catalog installed = StateReader.installed(files, config);
        return new Image(root, config, installed, frozen, holds.avoids());
    }

    /**
     * What was known of the publishers' packages at the last refresh, installed ones included.
     *
     * @throws IpsException CORRUPT, NOT_FOUND
     */
    public static Catalog readKnown(ImageFiles files) {
        return readKnown(files, new HeapBudget());
    }

    /** As {@link #readKnown(ImageFiles)}, one of several catalogs that share what memory there is. */
    public static Catalog readKnown(ImageFiles files, HeapBudget memory) {
        return StateReader.known(files, memory);
    }

    /** Fails unless there is an image of a known format. */
    static void requireImage(ImageFiles files, Path root) {
        if (files.root().find(ImageLayout.CONFIG).isEmpty()) {
            throw IpsException.notFound("there is no package image at " + root + ": " + ImageLayout.CONFIG
                    + " is missing; name the image's root, or create one with snapup-image create");
        }
    }

    private String computeDigest() {
        StringBuilder text = new StringBuilder(config.toText());
        byStem.values().forEach(fmri -> text.append(fmri).append('\n'));
        new TreeMap<>(frozen)
                .forEach((stem, version) -> text.append("frozen ").append(stem).append(version));
        new TreeSet<>(avoided()).forEach(stem -> text.append("avoided ").append(stem));
        byStem.forEach((stem, fmri) -> text.append(isManual(fmri) ? "manual " + stem : ""));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return Digests.hex(Digests.named("sha256").orElseThrow().digest(bytes));
    }

    public Path root() {
        return root;
    }

    public ImageConfig config() {
        return config;
    }

    /** Where a publisher's packages come from now, in order, and how that is reached. */
    public List<PackageSource> origins(String publisher) {
        return PublisherSources.of(this, publisher, PublisherDetails::origins);
    }

    /** Where the contents of a publisher's files may be had before its origins are asked, in order. */
    public List<PackageSource> mirrors(String publisher) {
        return PublisherSources.of(this, publisher, PublisherDetails::mirrors);
    }

    /** What is installed, by stem, sorted. */
    public Map<String, Fmri> installed() {
        return Collections.unmodifiableMap(byStem);
    }

    /** The installed packages with their states and actions for the solver. */
    public Catalog installedCatalog() {
        return installed;
    }

    /** Whether somebody asked for an installed version by name, as far as the image remembers. */
    public boolean isManual(Fmri fmri) {
        return manual.contains(fmri.name()) && fmri.equals(byStem.get(fmri.name()));
    }

    /**
     * Whether the image remembers of which packages somebody asked by name: in format 5 always, in format 4, where not
     * every pkg(1) knows that mark, once a package has it.
     */
    public boolean keepsManual() {
        return config.hasDatabase() || !manual.isEmpty();
    }

    /** Stems that must stay at versions that begin like this one. */
    public Map<String, Version> frozen() {
        return frozen;
    }

    /** Whether a version, installed or not, is one that its package is frozen at. */
    public boolean isFrozen(Fmri fmri) {
        Version at = frozen.get(fmri.name());
        Version version = fmri.version();
        return at != null
                && version != null
                && (version.equals(at) || version.isSuccessor(at, Version.Constraint.AUTO));
    }

    /** Stems that groups don't bring in. */
    public Set<String> avoided() {
        return avoids.asked();
    }

    /** What groups do without, whatever the reason. */
    public Avoids avoids() {
        return avoids;
    }

    /** Equal for images in which the same is installed and configured. */
    public String digest() {
        return digest;
    }
}
