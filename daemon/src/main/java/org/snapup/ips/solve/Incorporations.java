package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/** What follows from the incorporations of an image: which stay as they are, and which packages may go back. */
final class Incorporations {
    private final ImageSituation image;
    private final KnownPackages known;

    Incorporations(ImageSituation image, KnownPackages known) {
        this.image = image;
        this.known = known;
    }

    /**
     * The installed incorporations that an install doesn't move as a side effect: those that were not named, that no
     * installed package asks for by version, or that have a hold which no named package relaxes.
     */
    Set<String> held(SolveRequest request) {
        Map<String, String> holds = new HashMap<>();
        Set<String> incorporations = new HashSet<>();
        Set<String> versioned = new HashSet<>();
        for (Fmri fmri : image.installed().values()) {
            if (request.rejected().contains(fmri.name())) {
                continue;
            }
            PackageEntry entry = known.entry(fmri);
            if (entry.installHold() != null) {
                holds.put(fmri.name(), entry.installHold());
            }
            for (Dependency dependency : entry.dependencies()) {
                if (dependency.type() == DependencyType.INCORPORATE) {
                    incorporations.add(fmri.name());
                }
                dependency.targets().stream()
                        .filter(target -> target.version() != null)
                        .forEach(target -> versioned.add(target.name()));
            }
        }
        Set<String> moving = moving(request);
        Set<String> relaxed = relaxedHolds(holds, moving);
        addHoldsOfMembers(holds, relaxed, incorporations);
        holds.forEach((stem, hold) -> {
            if (!relaxed.contains(hold)) {
                versioned.remove(stem);
            }
        });
        incorporations.removeAll(versioned);
        incorporations.removeAll(moving);
        return incorporations;
    }

    /** The named packages, but for those that were named exactly as they are installed. */
    private Set<String> moving(SolveRequest request) {
        Set<String> moving = new HashSet<>();
        request.proposed().forEach((stem, versions) -> {
            if (versions.size() != 1
                    || !versions.get(0).equals(image.installed().get(stem))) {
                moving.add(stem);
            }
        });
        return moving;
    }

    private static Set<String> relaxedHolds(Map<String, String> holds, Set<String> moving) {
        Set<String> named = new HashSet<>();
        holds.forEach((stem, hold) -> {
            if (moving.contains(stem)) {
                named.add(hold);
            }
        });
        Set<String> relaxed = new HashSet<>(named);
        for (String hold : holds.values()) {
            if (named.stream().anyMatch(name -> hold.startsWith(name + "."))) {
                relaxed.add(hold);
            }
        }
        return relaxed;
    }

    /** An incorporation that a held one incorporates is held with it, unless it has a hold of its own. */
    private void addHoldsOfMembers(Map<String, String> holds, Set<String> relaxed, Set<String> incorporations) {
        Deque<String> work = new ArrayDeque<>();
        holds.forEach((stem, hold) -> {
            if (!relaxed.contains(hold)) {
                work.add(stem);
            }
        });
        while (!work.isEmpty()) {
            for (Dependency dependency : installedEntry(work.remove()).dependencies()) {
                String member = dependency.target().name();
                if (dependency.type() == DependencyType.INCORPORATE
                        && incorporations.contains(member)
                        && !holds.containsKey(member)) {
                    holds.put(member, member);
                    work.add(member);
                }
            }
        }
    }

    private PackageEntry installedEntry(String stem) {
        Fmri fmri = image.installed().get(stem);
        if (fmri == null) {
            throw new IllegalStateException(stem + " isn't installed");
        }
        return known.entry(fmri);
    }

    /**
     * Versions older than the installed ones that are considered all the same, because an incorporation that may be
     * installed asks for them.
     */
    Set<Fmri> allowedDowngrades(Iterable<Fmri> incorporations) {
        Set<Fmri> allowed = new LinkedHashSet<>();
        Deque<Fmri> work = new ArrayDeque<>();
        incorporations.forEach(work::add);
        Set<Fmri> seen = new HashSet<>();
        while (!work.isEmpty()) {
            Fmri fmri = work.remove();
            if (!seen.add(fmri) || fmri.equals(image.installed().get(fmri.name()))) {
                continue;
            }
            for (Dependency dependency : known.entry(fmri).dependencies()) {
                if (dependency.type() == DependencyType.INCORPORATE) {
                    olderMembers(dependency.target(), allowed, work);
                }
            }
        }
        return allowed;
    }

    private void olderMembers(Fmri wanted, Set<Fmri> allowed, Deque<Fmri> work) {
        @Nullable Fmri installed = image.installed().get(wanted.name());
        if (installed == null || Dependency.isWithin(wanted, installed.requireVersion())) {
            return;
        }
        for (Fmri version : known.versions(wanted.name())) {
            boolean older = version.requireVersion().compareTo(installed.requireVersion()) < 0;
            if (older && Dependency.isWithin(wanted, version.requireVersion())) {
                allowed.add(version);
                work.add(version);
            }
        }
    }
}
