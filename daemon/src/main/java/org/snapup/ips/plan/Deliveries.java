package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.ActionKind;

/**
 * Which packages deliver what, before and after a change: complete for everything that a changing package delivers or
 * delivered, and for the mediators that its links belong to. What else is installed counts only where it meets those.
 */
final class Deliveries {
    /** Those that hold the image's own files, and those that pkg(1) keeps besides, whoever delivers them. */
    private static final Set<String> FIXED_DIRECTORIES = Set.of("var", "var/pkg", "var/sadm", "var/sadm/install");

    private final List<Delivery> all = new ArrayList<>();
    private final Map<String, Delivery> paths = new HashMap<>();
    private final Map<ActionKey, Delivery> others = new HashMap<>();
    private final Set<Delivery> mediated = new LinkedHashSet<>();
    private final Set<String> mediators = new HashSet<>();
    private final Set<String> directoriesBefore = new LinkedHashSet<>();
    private final Set<String> directoriesAfter = new HashSet<>(FIXED_DIRECTORIES);
    private final Set<String> touchedParents = new HashSet<>();
    private final Map<String, PlannedAction> standing = new HashMap<>();
    private final List<PlannedAction> hardlinks = new ArrayList<>();
    private final DriverAliases aliases = new DriverAliases();

    /** Adds a package that goes, or the old version of one that changes. */
    void addOld(PackageContents contents) {
        for (PlannedAction planned : contents.actions()) {
            Delivery delivery = delivery(planned);
            delivery.addBefore(planned);
            noteMediator(planned, delivery);
        }
        addDirectories(contents, directoriesBefore);
    }

    /** Adds a package that comes, or the new version of one that changes. */
    void addNew(PackageContents contents) {
        for (PlannedAction planned : contents.actions()) {
            Delivery delivery = delivery(planned);
            delivery.addAfter(planned);
            noteMediator(planned, delivery);
            addElsewhere(planned);
        }
        addDirectories(contents, directoriesAfter);
        contents.parents().forEach(parent -> addUpwards(parent, touchedParents));
    }

    private void noteMediator(PlannedAction planned, Delivery delivery) {
        String mediator = planned.action().get("mediator");
        if (mediator != null) {
            mediators.add(mediator);
            mediated.add(delivery);
            delivery.setMediated();
        }
    }

    private @Nullable Delivery known(PlannedAction planned) {
        return planned.kind().hasPath() ? paths.get(planned.action().path()) : others.get(ActionKey.of(planned));
    }

    private Delivery delivery(PlannedAction planned) {
        Delivery known = known(planned);
        if (known != null) {
            return known;
        }
        Delivery made;
        if (planned.kind().hasPath()) {
            String path = planned.action().path();
            made = new Delivery(path, true);
            paths.put(path, made);
        } else {
            ActionKey key = ActionKey.of(planned);
            made = new Delivery(key.name(), false);
            others.put(key, made);
        }
        all.add(made);
        return made;
    }

    /** Makes all links of these mediators count, whoever delivers them. */
    void mediate(Set<String> names) {
        mediators.addAll(names);
    }

    /** The mediators of which all links are here. */
    Set<String> mediators() {
        return mediators;
    }

    /** Takes a package that stays as it is. To be called when all that change are known. */
    void addStanding(PackageContents contents) {
        contents.actions().forEach(this::addStanding);
        addDirectories(contents, directoriesAfter);
    }

    private void addStanding(PlannedAction planned) {
        addElsewhere(planned);
        String mediator = planned.action().get("mediator");
        Delivery delivery = mediator != null && mediators.contains(mediator) ? delivery(planned) : known(planned);
        if (delivery != null) {
            delivery.addBefore(planned);
            delivery.addAfter(planned);
            if (mediator != null) {
                mediated.add(delivery);
                delivery.setMediated();
            }
        }
        if (planned.kind().hasPath() && planned.kind() != ActionKind.DIR) {
            String path = planned.action().path();
            if (touchedParents.contains(path)) {
                standing.put(path, planned);
            }
        }
    }

    /** What has to do with actions under other keys. */
    private void addElsewhere(PlannedAction planned) {
        if (planned.kind() == ActionKind.HARDLINK) {
            hardlinks.add(planned);
        } else if (planned.kind() == ActionKind.DRIVER) {
            aliases.add(planned);
        }
    }

    private static void addDirectories(PackageContents contents, Set<String> directories) {
        contents.parents().forEach(parent -> addUpwards(parent, directories));
        directories.addAll(contents.directories());
    }

    /** Adds a directory and those above it; what is known is known with what is above it. */
    private static void addUpwards(String directory, Set<String> directories) {
        if (directories.add(directory)) {
            forEachParent(directory, directories::add);
        }
    }

    /** Runs for the directories above a path, until one says that it knows the rest already. */
    static void forEachParent(String path, Predicate<String> isNew) {
        int slash = path.lastIndexOf('/');
        while (slash > 0 && isNew.test(path.substring(0, slash))) {
            slash = path.lastIndexOf('/', slash - 1);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Everything that may change. */
    List<Delivery> all() {
        return all;
    }

    /** What is delivered at a path before the change. */
    List<PlannedAction> before(String path) {
        Delivery delivery = paths.get(path);
        return delivery == null ? List.of() : delivery.before();
    }

    /** All of {@link #all} with a link of a mediator. */
    Collection<Delivery> mediated() {
        return mediated;
    }

    /** All hard links that will be there. */
    List<PlannedAction> hardlinks() {
        return hardlinks;
    }

    /** What devices all drivers that will be there are for. */
    DriverAliases aliases() {
        return aliases;
    }

    /** Directories of packages that change or go, which nothing needs afterwards. */
    List<String> abandonedDirectories() {
        return directoriesBefore.stream()
                .filter(path -> !directoriesAfter.contains(path))
                .toList();
    }

    /** Whether a path will be a directory, because a package delivers it or something below it. */
    boolean isDirectoryAfter(String path) {
        return directoriesAfter.contains(path);
    }

    /** Whether {@link #standingAt} has anything to say at all. */
    boolean hasStanding() {
        return !standing.isEmpty();
    }

    /** What a package that stays delivers at a path where a directory would have to be; null if nothing. */
    @Nullable
    PlannedAction standingAt(String path) {
        return standing.get(path);
    }
}
