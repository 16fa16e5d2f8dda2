package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;

/**
 * Which packages deliver what, before and after a change: complete for everything that a changing package delivers or
 * delivered, and for the mediators that its links belong to. What else is installed counts only where it meets those.
 */
final class Deliveries {
    /** Those that hold the image's own files, and those that pkg(1) keeps besides, whoever delivers them. */
    private static final Set<String> FIXED_DIRECTORIES = Set.of("var", "var/pkg", "var/sadm", "var/sadm/install");

    private final Map<ActionKey, Delivery> all = new LinkedHashMap<>();
    private final Set<Delivery> mediated = new LinkedHashSet<>();
    private final Set<String> mediators = new HashSet<>();
    private final Set<String> directoriesBefore = new LinkedHashSet<>();
    private final Set<String> directoriesAfter = new HashSet<>(FIXED_DIRECTORIES);
    private final Set<String> touchedParents = new HashSet<>();
    private final Map<String, PlannedAction> standing = new HashMap<>();
    private final List<PlannedAction> hardlinks = new ArrayList<>();
    private final DriverAliases aliases = new DriverAliases();

    /** Adds a package that goes, or the old version of one that changes. */
    void addOld(Fmri fmri, Manifest manifest) {
        for (Action action : manifest.actions()) {
            add(new PlannedAction(fmri, action), Delivery::addBefore);
            addDirectories(action, directoriesBefore);
        }
    }

    /** Adds a package that comes, or the new version of one that changes. */
    void addNew(Fmri fmri, Manifest manifest) {
        for (Action action : manifest.actions()) {
            PlannedAction planned = new PlannedAction(fmri, action);
            add(planned, Delivery::addAfter);
            addDirectories(action, directoriesAfter);
            if (action.kind().hasPath()) {
                forEachParent(action.path(), touchedParents::add);
            }
            addElsewhere(planned);
        }
    }

    private void add(PlannedAction planned, BiConsumer<Delivery, PlannedAction> side) {
        ActionKey key = ActionKey.of(planned);
        if (key != null) {
            Delivery delivery = all.computeIfAbsent(key, Delivery::new);
            side.accept(delivery, planned);
            String mediator = planned.action().get("mediator");
            if (mediator != null) {
                mediators.add(mediator);
                mediated.add(delivery);
            }
        }
    }

    /** Makes all links of these mediators count, whoever delivers them. */
    void mediate(Set<String> names) {
        mediators.addAll(names);
    }

    /** The mediators of which all links are here. */
    Set<String> mediators() {
        return mediators;
    }

    /** Takes an action of a package that stays as it is. To be called when all that change are known. */
    void addStanding(Fmri fmri, Action action) {
        PlannedAction planned = new PlannedAction(fmri, action);
        ActionKey key = ActionKey.of(planned);
        if (key == null) {
            return;
        }
        addDirectories(action, directoriesAfter);
        addElsewhere(planned);
        String mediator = action.get("mediator");
        boolean counts = mediator != null && mediators.contains(mediator);
        Delivery delivery = counts ? all.computeIfAbsent(key, Delivery::new) : all.get(key);
        if (delivery != null) {
            delivery.addBefore(planned);
            delivery.addAfter(planned);
            if (mediator != null) {
                mediated.add(delivery);
            }
        }
        if (key.isPath() && action.kind() != ActionKind.DIR && touchedParents.contains(key.name())) {
            standing.put(key.name(), planned);
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

    private static void addDirectories(Action action, Collection<String> directories) {
        if (action.kind() == ActionKind.DIR) {
            directories.add(action.path());
        }
        if (action.kind().hasPath()) {
            forEachParent(action.path(), directories::add);
        } else if (action.kind() == ActionKind.LEGACY) {
            forEachParent("var/sadm/pkg/" + action.key() + "/pkginfo", directories::add);
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
    Collection<Delivery> all() {
        return all.values();
    }

    /** What is delivered at a path before the change. */
    List<PlannedAction> before(String path) {
        Delivery delivery = all.get(ActionKey.path(path));
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
