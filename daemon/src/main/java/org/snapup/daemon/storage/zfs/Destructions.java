package org.snapup.daemon.storage.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Destruction;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Plans and carries out the destruction of BEs and snapshots. What depends on a BE takes over, by one promote for each of
 * its datasets, the snapshots up to the youngest that anything depends on; what remains in the BE goes with it. Nothing is
 * ever destroyed recursively.
 */
final class Destructions {
    private static final int NAMED = 10;

    private final Pool pool;
    private final Mounter mounter;
    private final BootOnce bootOnce;

    Destructions(Pool pool, Mounter mounter, BootOnce bootOnce) {
        this.pool = pool;
        this.mounter = mounter;
        this.bootOnce = bootOnce;
    }

    Destruction plan(Be be, @Nullable String snapshot, boolean origin) {
        String root = pool.dataset(be.name());
        List<String> tree = pool.commands().tree(root);
        Map<String, Dataset> datasets = pool.commands().get(tree, FreedSpace.PROPERTIES.toArray(String[]::new));
        Dataset top = datasets.get(root);
        if (top == null || !top.guid().equals(be.guid())) {
            throw Captures.gone(be.name());
        }
        if (snapshot != null) {
            return planSnapshot(be, tree, snapshot);
        }
        Destruction plan = planBe(be, root, datasets);
        return origin ? withOrigins(plan, root, datasets) : plan;
    }

    private Destruction planSnapshot(Be be, List<String> tree, String snapshot) {
        List<String> names = tree.stream().map(name -> name + "@" + snapshot).toList();
        Map<String, Dataset> seen = pool.commands().get(names, "guid", "used", "userrefs");
        if (!seen.containsKey(names.get(0))) {
            throw noSuch(be.name(), snapshot);
        }
        Map<String, List<String>> clones = clones();
        List<String> needed = new ArrayList<>();
        for (Dataset each : seen.values()) {
            clones.getOrDefault(each.name(), List.of()).forEach(clone -> needed.add(clone + " is a clone of it"));
            if (each.number("userrefs") > 0) {
                needed.add(each.name() + " has a hold (zfs holds " + each.name() + ")");
            }
        }
        if (!needed.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    snapshot,
                    "can't destroy the snapshot " + be.name() + "@" + snapshot + ", it is needed: " + some(needed),
                    null);
        }
        long freed =
                seen.values().stream().mapToLong(each -> each.number("used")).sum();
        return new Destruction(be.name(), be.guid(), snapshot, List.of(), targets(seen.values()), List.of(), freed);
    }

    static SnapupException noSuch(String be, String snapshot) {
        return new SnapupException(
                ErrorCode.NO_SUCH_SNAPSHOT, snapshot, "the BE " + be + " has no snapshot " + snapshot, null);
    }

    private static String some(List<String> names) {
        return names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private static List<Destruction.Target> targets(Iterable<Dataset> datasets) {
        List<Destruction.Target> targets = new ArrayList<>();
        datasets.forEach(dataset -> targets.add(new Destruction.Target(dataset.name(), dataset.guid())));
        return targets;
    }

    /** Every clone in the pool by its origin. */
    private Map<String, List<String>> clones() {
        CommandResult result = pool.commands()
                .zfs(
                        "list",
                        "-H",
                        "-r",
                        "-t",
                        "filesystem,volume",
                        "-o",
                        "name,origin",
                        pool.config().pool());
        ZfsCommands.require(
                result,
                "list the clones in " + pool.config().pool(),
                pool.config().pool());
        Map<String, List<String>> clones = new HashMap<>();
        result.out()
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2)
                .forEach(fields -> clones.computeIfAbsent(fields[1], each -> new ArrayList<>())
                        .add(fields[0]));
        return clones;
    }

    private Destruction planBe(Be be, String root, Map<String, Dataset> datasets) {
        requireInactive(be, root);
        Map<String, Dataset> snapshots = pool.commands()
                .get(
                        pool.commands().snapshots(root),
                        "guid",
                        "referenced",
                        "defer_destroy",
                        "userrefs",
                        Property.TAG,
                        Property.MADE);
        FreedSpace freed = new FreedSpace(datasets);
        Map<String, List<String>> clones = clones();
        List<String> promote = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        List<Dataset> goes = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        List<String> order = new ArrayList<>(datasets.keySet());
        java.util.Collections.reverse(order);
        for (String name : order) {
            List<Dataset> own = snapshots.values().stream()
                    .filter(snapshot -> snapshot.name().startsWith(name + "@"))
                    .toList();
            int taken = 0;
            for (int i = own.size() - 1; i >= 0 && taken == 0; i--) {
                Optional<String> heir = heir(clones.getOrDefault(own.get(i).name(), List.of()), root);
                if (heir.isPresent()) {
                    promote.add(heir.get());
                    taken = i + 1;
                    freed.goesOn(name, own.get(i));
                    requireDistinct(be.name(), heir.get(), own.subList(0, taken));
                    own.subList(0, taken)
                            .forEach(each -> kept.add(each.name() + " (goes on as " + heir.get() + "@"
                                    + Looking.shortName(each.name()) + ")"));
                }
            }
            for (Dataset snapshot : own.subList(taken, own.size())) {
                boolean ours = snapshot.tag().isPresent()
                        || snapshot.property(Property.MADE).isLocal();
                if (!ours || snapshot.number("userrefs") > 0) {
                    foreign.add(snapshot.name());
                } else if (!snapshot.value("defer_destroy").equals("on")) {
                    goes.add(snapshot);
                }
            }
            Dataset dataset = datasets.get(name);
            if (dataset != null) {
                goes.add(dataset);
            }
        }
        if (!foreign.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    be.name(),
                    "can't destroy the BE " + be.name() + ": it has snapshots that snapup didn't make: " + some(foreign)
                            + "; destroy them first, or the whole with: zfs destroy -r " + root,
                    null);
        }
        Map<String, Dataset> heirs = pool.commands().get(promote, "guid");
        Map<String, Dataset> inOrder = new LinkedHashMap<>();
        promote.forEach(name -> Optional.ofNullable(heirs.get(name)).ifPresent(heir -> inOrder.put(name, heir)));
        return new Destruction(
                be.name(),
                be.guid(),
                null,
                targets(inOrder.values()),
                targets(goes),
                kept,
                freed.bytes(pool.commands()));
    }

    /** The snapshots that the BE was cloned from go last, unless somebody else's clone or a hold keeps them. */
    private Destruction withOrigins(Destruction plan, String root, Map<String, Dataset> datasets) {
        List<String> names = datasets.values().stream()
                .map(dataset -> dataset.value("origin"))
                .filter(name -> name.contains("@") && !isIn(root, name))
                .distinct()
                .toList();
        Map<String, List<String>> clones = clones();
        List<Dataset> go = new ArrayList<>();
        List<String> kept = new ArrayList<>(plan.kept());
        for (Dataset snapshot : pool.commands()
                .get(names, "guid", "used", "userrefs", "defer_destroy")
                .values()) {
            boolean needed = snapshot.number("userrefs") > 0
                    || clones.getOrDefault(snapshot.name(), List.of()).stream().anyMatch(clone -> !isIn(root, clone));
            if (needed) {
                kept.add(snapshot.name() + " (others need it)");
            } else if (!snapshot.value("defer_destroy").equals("on")) {
                go.add(snapshot);
            }
        }
        List<Destruction.Target> all = new ArrayList<>(plan.destroy());
        all.addAll(targets(go));
        long freed = plan.freedBytes()
                + go.stream().mapToLong(each -> each.number("used")).sum();
        return new Destruction(plan.be(), plan.guid(), null, plan.promote(), all, kept, freed);
    }

    private static boolean isIn(String root, String name) {
        return name.equals(root) || name.startsWith(root + "/") || name.startsWith(root + "@");
    }

    /** An heir that has a snapshot of the same name can't take one over. */
    private void requireDistinct(String be, String heir, List<Dataset> moving) {
        List<String> there = pool.commands().snapshots(heir);
        List<String> same = moving.stream()
                .map(each -> heir + "@" + Looking.shortName(each.name()))
                .filter(there::contains)
                .toList();
        if (!same.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    be,
                    "can't destroy the BE " + be + ": " + heir + " depends on it and would take over its snapshots, but"
                            + " has some of the same name: " + some(same) + "; rename those first (zfs rename)",
                    null);
        }
    }

    private void requireInactive(Be be, String root) {
        boolean next = pool.commands().bootfs().equals(root);
        if (be.live() || next) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "can't destroy the BE " + be.name() + ": "
                            + (be.live()
                                    ? "the machine runs it"
                                    : "the machine boots it next; activate another one first"),
                    null);
        }
        if (bootOnce.dataset().equals(Optional.of(root))) {
            throw new SnapupException(
                    ErrorCode.BE_ACTIVE,
                    be.name(),
                    "can't destroy the BE " + be.name() + ": the machine boots it next, once; take that back first"
                            + " (snapup be activate -T)",
                    null);
        }
    }

    /** Who takes over the snapshots: a BE rather than another clone; nothing that goes itself. */
    private Optional<String> heir(List<String> clones, String root) {
        List<String> outside =
                clones.stream().filter(clone -> !isIn(root, clone)).toList();
        return outside.stream()
                .filter(clone -> pool.beOf(clone).isPresent())
                .findFirst()
                .or(() -> outside.stream().findFirst());
    }

    void destroy(Destruction plan) {
        String root = pool.dataset(plan.be());
        Map<String, Dataset> roots = pool.commands().get(List.of(root), "guid");
        Dataset top = roots.get(root);
        if (top == null || !top.guid().equals(plan.guid())) {
            destroyOrigins(plan, root);
            return;
        }
        if (plan.snapshot() == null) {
            if (pool.commands().bootfs().equals(root)) {
                throw new SnapupException(
                        ErrorCode.BE_ACTIVE,
                        plan.be(),
                        "can't destroy the BE " + plan.be() + ": the machine boots it next; activate another one first",
                        null);
            }
            mounter.unmountTree(root);
            promote(plan, root);
        }
        for (Destruction.Target target : plan.destroy()) {
            if (isIn(root, target.name())) {
                destroy(target);
            }
        }
        destroyOrigins(plan, root);
    }

    /** Deferred: who cloned one since the plan was made keeps it for as long as that clone lives. */
    private void destroyOrigins(Destruction plan, String root) {
        for (Destruction.Target target : plan.destroy()) {
            if (!isIn(root, target.name()) && isThere(target)) {
                CommandResult result = pool.commands().zfsUntilIdle("destroy", "-d", target.name());
                ZfsCommands.require(result, "destroy " + target.name(), target.name());
            }
        }
    }

    private void promote(Destruction plan, String root) {
        for (Destruction.Target target : plan.promote()) {
            Dataset heir = pool.commands()
                    .get(List.of(target.name()), "guid", "origin")
                    .get(target.name());
            if (heir == null || !heir.guid().equals(target.guid())) {
                throw changed(target.name());
            }
            String origin = heir.value("origin");
            if (origin.startsWith(root + "@") || origin.startsWith(root + "/")) {
                CommandResult result = pool.commands().zfsUntilIdle("promote", target.name());
                ZfsCommands.require(result, "make " + target.name() + " independent of " + root, target.name());
            }
        }
    }

    private void destroy(Destruction.Target target) {
        if (!isThere(target)) {
            return;
        }
        CommandResult result = pool.commands().zfsUntilIdle("destroy", target.name());
        if (isThere(target)) {
            if (result.err().contains("has children") || result.err().contains("dependent clones")) {
                throw changed(target.name());
            }
            throw ZfsCommands.failure("destroy " + target.name(), target.name(), result);
        }
    }

    private boolean isThere(Destruction.Target target) {
        Dataset there = pool.commands().get(List.of(target.name()), "guid").get(target.name());
        return there != null && there.guid().equals(target.guid());
    }

    private static SnapupException changed(String name) {
        return new SnapupException(
                ErrorCode.FOREIGN_OBJECTS,
                name,
                "stopped before " + name + ": since the plan was made somebody changed what depends on it; try again",
                null);
    }

    /** Puts an unmounted BE back, dataset by dataset, only over nothing. */
    void rollBack(Be be, String snapshot) {
        String root = pool.dataset(be.name());
        List<String> tree = pool.commands().tree(root);
        List<String> snapshots = pool.commands().snapshots(root);
        List<String> newer = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (String name : tree) {
            List<String> own = snapshots.stream()
                    .filter(each -> each.startsWith(name + "@"))
                    .toList();
            int at = own.indexOf(name + "@" + snapshot);
            if (at >= 0) {
                newer.addAll(own.subList(at + 1, own.size()));
                targets.add(own.get(at));
            } else if (name.equals(root)) {
                throw noSuch(be.name(), snapshot);
            }
        }
        if (!newer.isEmpty()) {
            throw new SnapupException(
                    ErrorCode.FOREIGN_OBJECTS,
                    be.name(),
                    "can't put the BE " + be.name() + " back to " + snapshot + ": these newer snapshots would go: "
                            + some(newer) + "; destroy them first",
                    null);
        }
        for (String target : targets) {
            CommandResult result = pool.commands().zfsUntilIdle("rollback", target);
            ZfsCommands.require(result, "put back " + target, be.name());
        }
    }
}
