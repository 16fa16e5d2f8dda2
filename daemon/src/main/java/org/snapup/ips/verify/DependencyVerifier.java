package org.snapup.ips.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snapup.ips.action.Action;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ParentImage;
import org.snapup.ips.solve.Dependency;
import org.snapup.ips.solve.DependencyType;

/**
 * Compares what is installed with what packages depend on, as pkg(1) does: it doesn't mind the very version that is
 * excluded, and origin speaks of the version before a change. That of firmware isn't looked at: to know it, a program of
 * the running system would have to be run. Immutable.
 */
final class DependencyVerifier {
    private final Image image;
    private final Optional<ParentImage> parent;
    private final Set<String> avoided;
    private final Set<Fmri> obsolete;

    DependencyVerifier(ImageFiles files, Image image) {
        this.image = image;
        this.parent = ParentImage.of(files);
        this.avoided = image.avoids().all();
        this.obsolete = image.installedCatalog()
                .entries()
                .filter(DependencyVerifier::isObsolete)
                .map(CatalogEntry::fmri)
                .collect(Collectors.toSet());
    }

    private static boolean isObsolete(CatalogEntry entry) {
        EntryState state = entry.state();
        return state != null && state.has(EntryState.OBSOLETE);
    }

    /**
     * Looks at one dependency.
     *
     * @param owner the package that has it
     * @throws org.snapup.ips.IpsException BAD_INPUT if a name in it can't be read
     */
    List<Finding> verify(Fmri owner, Action depend) {
        String text = depend.attributes().require("type");
        Optional<DependencyType> type = DependencyType.of(text);
        List<String> wrong = type.isEmpty()
                ? List.of("Unknown type (" + text + ") in depend action")
                : check(type.get(), owner, targets(owner, depend), depend);
        return wrong.stream().map(each -> Finding.unmendable(depend, each)).toList();
    }

    private static List<Fmri> targets(Fmri owner, Action depend) {
        return depend.attributes().all("fmri").stream()
                .map(Fmri::parse)
                .map(target -> target.name().equals(Dependency.SELF) ? owner : target)
                .toList();
    }

    private List<String> check(DependencyType type, Fmri owner, List<Fmri> targets, Action depend) {
        Fmri target = targets.get(0);
        return switch (type) {
            case REQUIRE -> required(type, target, true);
            case CONDITIONAL -> isPredicateMet(depend) ? required(type, target, true) : List.of();
            case GROUP -> avoided.contains(target.name()) ? List.of() : required(type, target, false);
            case GROUP_ANY -> groupAny(targets);
            case REQUIRE_ANY -> requireAny(type, targets);
            case OPTIONAL -> ifInstalled(target, found -> downrev(type, target, found));
            case INCORPORATE ->
                ifInstalled(target, found -> downrev(type, target, found).or(() -> uprev(type, target, found)));
            case EXCLUDE -> ifInstalled(target, found -> uprev(type, target, found));
            case PARENT ->
                parent.flatMap(linked -> inParent(linked, owner, target)).stream()
                        .toList();
            case ORIGIN -> List.of();
        };
    }

    private List<String> required(DependencyType type, Fmri target, boolean versioned) {
        if (!image.installed().containsKey(target.name())) {
            return List.of("Required dependency " + target + " is not installed");
        }
        return ifInstalled(target, found -> usable(type, versioned ? target : target.withVersion(null), found));
    }

    private List<String> requireAny(DependencyType type, List<Fmri> targets) {
        List<String> wrong = new ArrayList<>();
        for (Fmri target : targets) {
            List<String> each = ifInstalled(target, found -> usable(type, target, found));
            if (each.isEmpty() && image.installed().containsKey(target.name())) {
                return List.of();
            }
            wrong.addAll(each);
        }
        return wrong.isEmpty()
                ? List.of("Required dependency on one of " + join(targets, Fmri::toString) + " not met")
                : wrong;
    }

    private List<String> groupAny(List<Fmri> targets) {
        List<Fmri> wanted = targets.stream()
                .filter(target -> !avoided.contains(target.name()))
                .toList();
        boolean met = wanted.isEmpty()
                || wanted.stream().anyMatch(target -> image.installed().containsKey(target.name()));
        return met ? List.of() : List.of("Group dependency on one of " + join(wanted, Fmri::name) + " not met");
    }

    private static String join(List<Fmri> fmris, Function<Fmri, String> text) {
        return fmris.stream().map(text).distinct().collect(Collectors.joining(", "));
    }

    private boolean isPredicateMet(Action depend) {
        Fmri predicate = Fmri.parse(depend.attributes().require("predicate"));
        Fmri found = image.installed().get(predicate.name());
        return found != null && Dependency.isAtLeast(predicate, found.requireVersion());
    }

    private List<String> ifInstalled(Fmri target, Function<Fmri, Optional<String>> compare) {
        return Optional.ofNullable(image.installed().get(target.name())).flatMap(compare).stream()
                .toList();
    }

    private Optional<String> usable(DependencyType type, Fmri target, Fmri found) {
        return downrev(type, target, found)
                .or(() -> obsolete.contains(found)
                        ? Optional.of(type.text() + " dependency on an obsolete package (" + found
                                + "); this package must be uninstalled manually")
                        : Optional.empty());
    }

    private static Optional<String> downrev(DependencyType type, Fmri target, Fmri found) {
        return Dependency.isAtLeast(target, found.requireVersion())
                ? Optional.empty()
                : Optional.of(type.text() + " dependency " + target + " is downrev (" + found + ")");
    }

    private static Optional<String> uprev(DependencyType type, Fmri target, Fmri found) {
        boolean is = isNewer(found, target) && !Dependency.isWithin(target, found.requireVersion());
        return is ? Optional.of(type.text() + " dependency " + target + " is uprev (" + found + ")") : Optional.empty();
    }

    private static boolean isNewer(Fmri found, Fmri target) {
        Version version = target.version();
        return version != null && found.requireVersion().compareTo(version) > 0;
    }

    private static Optional<String> inParent(ParentImage parent, Fmri owner, Fmri target) {
        Fmri found = parent.installed().get(target.name());
        if (found == null) {
            return Optional.of("Package is not installed in parent image " + target.name());
        }
        if (target.publisher() != null && !target.publisher().equals(found.publisher())) {
            return Optional.of("Package in parent is from a different publisher: " + found);
        }
        boolean isSame = found.requireVersion().equals(target.version());
        if (isSame || (!target.equals(owner) && Dependency.isAtLeast(target, found.requireVersion()))) {
            return Optional.empty();
        }
        return Optional.of("Parent image has " + (isNewer(found, target) ? "a newer" : "an older")
                + " version of package " + found);
    }
}
