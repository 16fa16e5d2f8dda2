package org.snapup.ips.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.ImagePath;
import org.snapup.ips.fmri.Fmri;

/** Turns deliveries into changes, and finds those that can't be made. */
public final class ActionDiff {
    private static final int REPORTED = 20;

    private final Deliveries deliveries;
    private final Resolution before;
    private final Resolution after;
    private final List<ActionChange> removals = new ArrayList<>();
    private final List<ActionChange> installs = new ArrayList<>();
    private final List<ActionChange> updates = new ArrayList<>();
    private final Set<String> conflicts = new TreeSet<>();
    /** Those of the files that hard links lead to. */
    private final Set<String> rewritten = new HashSet<>();

    /** Those of them that were there before. */
    private final Set<String> updated = new HashSet<>();

    private final Set<String> linked = new HashSet<>();
    private final Map<String, PlannedAction> covered = new HashMap<>();
    private final Set<String> relinked = new HashSet<>();

    ActionDiff(Deliveries deliveries, Resolution before, Resolution after) {
        this.deliveries = deliveries;
        this.before = before;
        this.after = after;
    }

    /**
     * Compares.
     *
     * @throws IpsException CONFLICT, naming what packages deliver that doesn't go together
     */
    void run() {
        deliveries.hardlinks().forEach(link -> linked.add(hardlinkTarget(link.action())));
        for (Delivery delivery : deliveries.all()) {
            if (delivery.isPlain()) {
                checkType(delivery, delivery.firstAfter());
                compare(delivery.firstBefore(), delivery.firstAfter(), Overlay.NONE);
            } else {
                resolve(delivery);
            }
        }
        installs.replaceAll(this::fromCovered);
        for (String directory : deliveries.abandonedDirectories()) {
            removals.add(new ActionChange(removedDirectory(directory), null));
        }
        relink();
        linkLate();
        conflicts.addAll(deliveries.aliases().conflicts(installs));
        conflicts.addAll(deliveries.aliases().conflicts(updates));
        if (!conflicts.isEmpty()) {
            List<String> some = conflicts.stream().limit(REPORTED).toList();
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "packages deliver the same things differently:\n  " + String.join("\n  ", some)
                            + (conflicts.size() > REPORTED
                                    ? "\n  (and " + (conflicts.size() - REPORTED) + " more)"
                                    : "")
                            + "\nleave out one of the packages, and tell their publishers");
        }
        removals.sort(ActionChange.ORDER.reversed());
        installs.sort(ActionChange.ORDER);
        updates.sort(ActionChange.ORDER);
    }

    private void resolve(Delivery delivery) {
        List<PlannedAction> had = delivery.before();
        List<PlannedAction> has = delivery.after();
        Resolution.conflict(delivery.name(), had, has).ifPresent(conflicts::add);
        Overlay overlay = had.size() > 1 || has.size() > 1 ? new Overlay(had, has) : Overlay.NONE;
        PlannedAction now = after.effective(has);
        checkType(delivery, now);
        compare(overlay.predecessor(before.effective(had), now), now, overlay);
        overlay.uncoveredElsewhere(now).forEach(old -> covered.put(old.originalName(), old));
    }

    /** A file that moves away from under another package's takes along what is there. */
    private ActionChange fromCovered(ActionChange install) {
        PlannedAction now = install.subject();
        boolean moves = now.hasMoved() && now.action().get("preserve") != null;
        PlannedAction old = moves ? covered.get(now.originalName()) : null;
        return old == null ? install : new ActionChange(old, now);
    }

    private void compare(@Nullable PlannedAction old, @Nullable PlannedAction now, Overlay overlay) {
        if (old != null && (now == null || now.kind() != old.kind())) {
            // Directories go when nothing is below them any more, explicit or not.
            if (old.kind() != ActionKind.DIR) {
                removals.add(new ActionChange(old, null));
            }
        }
        if (now == null) {
            return;
        }
        if (old == null || old.kind() != now.kind()) {
            installs.add(new ActionChange(null, now));
            noteRewritten(now);
        } else if (!old.action().equals(now.action()) || overlay.uncovers(now)) {
            updates.add(new ActionChange(old, now));
            noteRewritten(now);
            if (isLinked(now)) {
                updated.add(now.action().path());
            }
        }
    }

    private void noteRewritten(PlannedAction now) {
        if (isLinked(now)) {
            rewritten.add(now.action().path());
        } else if (now.kind() == ActionKind.HARDLINK) {
            relinked.add(now.action().path());
        }
    }

    private boolean isLinked(PlannedAction now) {
        return now.kind() == ActionKind.FILE && linked.contains(now.action().path());
    }

    /** A file that is replaced is another file: hard links to it have to be made again. */
    private void relink() {
        for (PlannedAction link : deliveries.hardlinks()) {
            String path = link.action().path();
            if (rewritten.contains(hardlinkTarget(link.action())) && relinked.add(path)) {
                updates.add(new ActionChange(link, link));
            }
        }
    }

    /** Updates come after installs: a new hard link to a file that is replaced would keep the old one. */
    private void linkLate() {
        if (updated.isEmpty()) {
            return;
        }
        installs.removeIf(change -> {
            boolean late = change.kind() == ActionKind.HARDLINK
                    && updated.contains(hardlinkTarget(change.subject().action()));
            return late && updates.add(change);
        });
    }

    /**
     * The path below the image's root that a hard link's target means.
     *
     * @throws IpsException UNSAFE_PATH
     */
    public static String hardlinkTarget(Action hardlink) {
        String target = hardlink.attributes().require("target");
        if (target.startsWith("/")) {
            return ImagePath.clean(target.substring(1));
        }
        String path = hardlink.path();
        int slash = path.lastIndexOf('/');
        return normalize((slash < 0 ? "" : path.substring(0, slash + 1)) + target);
    }

    private static String normalize(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return ImagePath.clean(path);
                }
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private PlannedAction removedDirectory(String path) {
        for (PlannedAction explicit : deliveries.before(path)) {
            if (explicit.kind() == ActionKind.DIR) {
                return explicit;
            }
        }
        Action implicit = Action.of(ActionKind.DIR, Attributes.of("path", path, ImagePlan.IMPLICIT, "true"));
        return new PlannedAction(anyFmri(), implicit);
    }

    private Fmri anyFmri() {
        for (Delivery delivery : deliveries.all()) {
            PlannedAction old = delivery.firstBefore();
            if (old != null) {
                return old.fmri();
            }
        }
        throw new IllegalStateException("a directory goes, and nothing was there");
    }

    /** A path can't be a file and have something below it. */
    private void checkType(Delivery delivery, @Nullable PlannedAction now) {
        if (now == null || !delivery.isPath()) {
            return;
        }
        if (now.kind() != ActionKind.DIR && deliveries.isDirectoryAfter(delivery.name())) {
            conflicts.add(delivery.name() + " is a " + now.kind().text() + " of "
                    + now.fmri().shortText() + " and a directory of another package");
        }
        if (deliveries.hasStanding()) {
            Deliveries.forEachParent(delivery.name(), parent -> {
                PlannedAction standing = deliveries.standingAt(parent);
                if (standing != null) {
                    conflicts.add(parent + " is a " + standing.kind().text() + " of "
                            + standing.fmri().shortText() + " and a directory of "
                            + now.fmri().shortText());
                }
                return true;
            });
        }
    }

    List<ActionChange> removals() {
        return removals;
    }

    List<ActionChange> installs() {
        return installs;
    }

    List<ActionChange> updates() {
        return updates;
    }
}
