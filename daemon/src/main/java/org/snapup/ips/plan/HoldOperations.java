package org.snapup.ips.plan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.CatalogContent;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.Freeze;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Holds;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.solve.Dependency;
import org.snapup.ips.solve.PackageEntries;
import org.snapup.ips.solve.PackageEntry;

/** Freezes and avoids packages, and takes that back: changes of an image's state that change no package. */
public final class HoldOperations {
    private final Path root;
    private final Path cache;
    private final IpsListener listener;

    public HoldOperations(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Freezes packages: installed ones at their version, or at the beginning of a version that is given; others only at
     * a version that is given.
     *
     * @param dryRun whether only to tell what would be frozen
     * @throws IpsException NOT_FOUND, CONFLICT, LOCKED
     */
    public List<Freeze> freeze(List<String> patterns, @Nullable String comment, boolean dryRun) {
        requireSome(patterns);
        try (ImageFiles files = ImageFiles.open(root)) {
            Map<String, Freeze> wanted = new TreeMap<>();
            Image image = Image.read(files, root);
            Instant now = Instant.now();
            for (String pattern : patterns) {
                for (Freeze freeze : matching(image, PackagePattern.parse(pattern), comment, now)) {
                    Freeze other = wanted.put(freeze.stem(), freeze);
                    if (other != null && !other.version().equals(freeze.version())) {
                        throw conflict(freeze.stem() + " can't be frozen at two versions at once, " + other.version()
                                + " and " + freeze.version() + ": name one");
                    }
                }
            }
            if (!dryRun) {
                List<String> arguments = new ArrayList<>();
                if (comment != null) {
                    arguments.addAll(List.of("-c", comment));
                }
                arguments.addAll(patterns);
                change(files, "freeze", "freeze", arguments, () -> {
                    Map<String, Freeze> all = new Holds(files).freezes();
                    all.putAll(wanted);
                    write(files, all);
                    return wanted;
                });
            }
            return List.copyOf(wanted.values());
        }
    }

    /** Writes them, and the mark of what is frozen, which is what pkg(1) lists. */
    private void write(ImageFiles files, Map<String, Freeze> freezes) {
        StateWriter state = new StateWriter(files);
        state.checkWritable();
        state.finish();
        new Holds(files).writeFreezes(freezes);
        Image image = Image.read(files, root);
        state.prepare(
                marked(image, image.installedCatalog().records()),
                marked(image, Image.readKnown(files).records()),
                image.avoids());
        state.commit();
    }

    private static CatalogContent marked(Image image, Stream<CatalogRecord> records) {
        return CatalogContent.of(records.map(record -> record.withState(
                        EntryState.FROZEN, image.isFrozen(record.entry().fmri())))
                .toList());
    }

    private static List<Freeze> matching(Image image, PackagePattern pattern, @Nullable String comment, Instant now) {
        List<Fmri> named = image.installed().values().stream()
                .filter(fmri -> pattern.matchesStem(fmri.publisher(), fmri.name()))
                .toList();
        List<Fmri> fitting = named.stream().filter(pattern::matches).toList();
        Version version = pattern.version();
        if (named.isEmpty() && version != null && !pattern.isGlob()) {
            return List.of(new Freeze(pattern.name(), version, comment, now));
        }
        if (named.isEmpty()) {
            throw IpsException.notFound("'" + pattern + "' can't be frozen: it is not installed, and no version to"
                    + " freeze it at was given; write NAME@VERSION");
        }
        if (fitting.size() < named.size()) {
            throw conflict("'" + pattern + "' can't be frozen: "
                    + String.join(", ", named.stream().map(Fmri::shortText).toList())
                    + " is installed; freeze it at that version, or install the other first");
        }
        if (named.size() > 1 && !pattern.isGlob()) {
            throw severalMatch(pattern, named.stream().map(Fmri::name).toList());
        }
        return fitting.stream()
                .map(fmri -> new Freeze(fmri.name(), version != null ? version : fmri.requireVersion(), comment, now))
                .toList();
    }

    /**
     * Takes freezes back.
     *
     * @return the stems that are free again; empty if none that was named was frozen
     * @throws IpsException BAD_INPUT, LOCKED
     */
    public Set<String> unfreeze(List<String> patterns, boolean dryRun) {
        requireSome(patterns);
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.read(files, root);
            Set<String> matching =
                    matchingStems(patterns, new Holds(files).freezes().keySet());
            if (dryRun || matching.isEmpty()) {
                return matching;
            }
            return change(files, "freeze", "unfreeze", patterns, () -> {
                Map<String, Freeze> all = new Holds(files).freezes();
                all.keySet().removeAll(matching);
                write(files, all);
                return matching;
            });
        }
    }

    private static Set<String> matchingStems(List<String> patterns, Set<String> stems) {
        Set<String> matching = new TreeSet<>();
        for (String text : patterns) {
            PackagePattern pattern = PackagePattern.parse(text);
            List<String> found = stems.stream().filter(pattern::matchesName).toList();
            if (found.size() > 1 && !pattern.isGlob()) {
                throw severalMatch(pattern, found);
            }
            matching.addAll(found);
        }
        return matching;
    }

    /**
     * Keeps groups from bringing packages in.
     *
     * @return their stems
     * @throws IpsException NOT_FOUND for a pattern that matches nothing, CONFLICT for packages that are installed, LOCKED
     */
    public Set<String> avoid(List<String> patterns) {
        requireSome(patterns);
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            Set<String> stems = known(image, patterns);
            List<String> installed =
                    stems.stream().filter(image.installed()::containsKey).toList();
            if (!installed.isEmpty()) {
                throw conflict("can't avoid what is installed: " + String.join(", ", installed)
                        + "; uninstall it, which avoids it where a group asks for it");
            }
            return change(files, "avoid", "avoid", patterns, () -> {
                new Holds(files).avoid(stems);
                return stems;
            });
        }
    }

    /**
     * Lets groups bring packages in again.
     *
     * @return their stems
     * @throws IpsException NOT_FOUND, CONFLICT for packages that aren't avoided or that an installed group would bring
     *     in at once, LOCKED
     */
    public Set<String> unavoid(List<String> patterns) {
        requireSome(patterns);
        try (ImageFiles files = ImageFiles.open(root)) {
            Image image = Image.read(files, root);
            ImagePackages packages = packages(image);
            Set<String> stems = known(image, packages, patterns);
            List<String> others = stems.stream()
                    .filter(stem -> !image.avoided().contains(stem))
                    .toList();
            if (!others.isEmpty()) {
                throw conflict("not avoided: " + String.join(", ", others) + "; only what is avoided can be named");
            }
            Set<String> wanted = groupMembers(image, packages);
            List<String> pending = stems.stream()
                    .filter(wanted::contains)
                    .filter(stem -> !image.installed().containsKey(stem))
                    .toList();
            if (!pending.isEmpty()) {
                throw conflict("an installed group asks for " + String.join(", ", pending)
                        + ": install it instead, which ends avoiding it");
            }
            return change(files, "unavoid", "unavoid", patterns, () -> {
                new Holds(files).unavoid(stems);
                return stems;
            });
        }
    }

    /** What is avoided, each with the installed packages that ask for it as a group. */
    public static Map<String, List<String>> avoided(Image image) {
        Map<String, List<String>> avoided = new TreeMap<>();
        image.avoided().forEach(stem -> avoided.put(stem, new ArrayList<>()));
        PackageEntries entries = new PackageEntries(image.config().actionFilter());
        for (Fmri fmri : image.installed().values()) {
            PackageEntry entry = entries.of(fmri, image.installedCatalog().dependencyLines(fmri));
            for (Dependency dependency : entry.dependencies()) {
                if (dependency.isGroup()) {
                    dependency.targets().stream()
                            .map(target -> avoided.get(target.name()))
                            .filter(Objects::nonNull)
                            .filter(groups -> !groups.contains(fmri.name()))
                            .forEach(groups -> groups.add(fmri.name()));
                }
            }
        }
        return avoided;
    }

    private static Set<String> groupMembers(Image image, ImagePackages packages) {
        Set<String> members = new TreeSet<>();
        for (Fmri fmri : image.installed().values()) {
            for (Dependency dependency : packages.entry(fmri).dependencies()) {
                if (dependency.isGroup()) {
                    dependency.targets().forEach(target -> members.add(target.name()));
                }
            }
        }
        return members;
    }

    private ImagePackages packages(Image image) {
        return ImagePackages.refresh(image, image.config(), cache, false, listener);
    }

    private Set<String> known(Image image, List<String> patterns) {
        return known(image, packages(image), patterns);
    }

    private static Set<String> known(Image image, ImagePackages packages, List<String> patterns) {
        return new RequestMatcher(image, packages).stems(patterns);
    }

    private static void requireSome(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw IpsException.badInput("no package was named: write the packages that are meant");
        }
    }

    private static IpsException conflict(String message) {
        return new IpsException(IpsException.Kind.CONFLICT, message);
    }

    private static IpsException severalMatch(PackagePattern pattern, List<String> stems) {
        return conflict("'" + pattern + "' matches several packages: " + String.join(", ", stems)
                + "; write the whole name of one, or a wildcard for all");
    }

    private <T> T change(ImageFiles files, String operation, String verb, List<String> arguments, Supplier<T> act) {
        try (ImageLock lock = ImageLock.exclusive(files, root)) {
            Instant start = Instant.now();
            T result = act.get();
            List<String> line = new ArrayList<>(List.of("snapup", verb));
            line.addAll(arguments);
            new History(files)
                    .add(new History.Operation(operation, line, "Succeeded", start, Instant.now(), List.of()));
            return result;
        }
    }
}
