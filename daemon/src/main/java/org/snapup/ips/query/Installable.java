package org.snapup.ips.query;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImagePublisher;

/**
 * Decides what {@code pkg list -a} shows beside what is installed: of each stem the newest version that the installed
 * incorporations allow, from the highest ranked publisher; not what is installed under another name.
 */
final class Installable {
    private final Set<String> installed;
    private final Map<String, Version> incorporated = new HashMap<>();
    private final Map<String, String> formerNames = new HashMap<>();
    private final Set<String> installedRenamed = new HashSet<>();
    private final Map<String, String> publishers = new HashMap<>();

    Installable(Image image, List<Candidate> installedPackages, List<Candidate> known) {
        this.installed = image.installed().keySet();
        installedPackages.forEach(this::addInstalled);
        addRenames(known);
        List<String> ranks =
                image.config().publishers().stream().map(ImagePublisher::name).toList();
        for (Candidate candidate : known) {
            String stem = candidate.fmri().name();
            if (incorporated.containsKey(stem)) {
                publishers.merge(
                        stem, candidate.fmri().requirePublisher(), (a, b) -> rank(ranks, a) <= rank(ranks, b) ? a : b);
            }
        }
    }

    private static int rank(List<String> ranks, String publisher) {
        int rank = ranks.indexOf(publisher);
        return rank < 0 ? Integer.MAX_VALUE : rank;
    }

    private void addInstalled(Candidate candidate) {
        for (Fmri target : candidate.targets("incorporate")) {
            Version version = target.version();
            if (version != null) {
                incorporated.merge(target.name(), version, (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        if (candidate.isRenamed()) {
            installedRenamed.add(candidate.fmri().name());
            candidate
                    .targets("require")
                    .forEach(target ->
                            formerNames.put(target.name(), candidate.fmri().name()));
        }
    }

    /** New names of packages that are installed or incorporated, as their newest versions say. */
    private void addRenames(List<Candidate> known) {
        String last = "";
        for (Candidate candidate : known) {
            String stem = candidate.fmri().stem();
            boolean newest = !stem.equals(last);
            last = stem;
            String name = candidate.fmri().name();
            boolean concerned = installed.contains(name)
                    ? !candidate.isInstalled() && !installedRenamed.contains(name)
                    : incorporated.containsKey(name);
            if (newest && concerned && candidate.isRenamed()) {
                candidate.targets("require").forEach(target -> formerNames.put(target.name(), name));
            }
        }
    }

    boolean isIncorporated(String stem) {
        return incorporated.containsKey(stem);
    }

    /** Whether this one may be shown at all; whether a newer one was shown already is the caller's to know. */
    boolean allows(Candidate candidate) {
        String stem = candidate.fmri().name();
        if (candidate.isInstalled()) {
            return true;
        }
        if (installed.contains(stem) || isInstalledUnderAnotherName(stem)) {
            return false;
        }
        Version wanted = incorporated.get(stem);
        if (wanted == null) {
            return true;
        }
        return candidate.fmri().requirePublisher().equals(publishers.get(stem))
                && candidate.fmri().requireVersion().isSuccessor(wanted, Version.Constraint.AUTO);
    }

    private boolean isInstalledUnderAnotherName(String stem) {
        Set<String> seen = new HashSet<>();
        for (@Nullable String former = formerNames.get(stem);
                former != null && seen.add(former);
                former = formerNames.get(former)) {
            if (incorporated.containsKey(former)) {
                return false;
            }
            if (installed.contains(former)) {
                return true;
            }
        }
        return false;
    }

    /** A renamed package whose successor is incorporated or known by that name isn't worth showing. */
    boolean isSuperseded(Candidate candidate) {
        if (candidate.isInstalled() || !isIncorporated(candidate.fmri().name()) || !candidate.isRenamed()) {
            return false;
        }
        for (Fmri target : candidate.targets("require")) {
            Set<String> seen = new HashSet<>();
            for (@Nullable String name = target.name(); name != null && seen.add(name); name = formerNames.get(name)) {
                if (installedRenamed.contains(name) || incorporated.containsKey(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
