package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;

/**
 * Makes entries of the lines that catalogs have of versions. Most lines are those of many versions, so each is read once. Not
 * thread-safe.
 */
public final class PackageEntries {
    /**
     * One that counts; the rest is the same line.
     *
     * @param set null for others
     * @param dependency null where it is none, or none that counts in the image
     */
    private record Line(@Nullable Action set, @Nullable Dependency dependency) {
        static final Line IRRELEVANT = new Line(null, null);
    }

    private final ActionFilter image;
    private final Map<String, Line> lines = new HashMap<>();

    /** @param image what of a package the image takes */
    public PackageEntries(ActionFilter image) {
        this.image = image;
    }

    /**
     * Reads the lines of a catalog's dependency part, or a whole manifest's.
     *
     * @throws org.snapup.ips.IpsException BAD_INPUT
     */
    public PackageEntry of(Fmri fmri, Collection<String> actions) {
        boolean obsolete = false;
        boolean renamed = false;
        boolean explicit = false;
        String installHold = null;
        Map<String, List<String>> variants = new HashMap<>();
        List<Dependency> dependencies = new ArrayList<>(actions.size());
        for (String text : actions) {
            Line line = line(text);
            if (line.dependency != null) {
                dependencies.add(line.dependency);
            }
            Action set = line.set;
            String name = set == null ? null : set.get("name");
            if (set == null || name == null) {
                continue;
            }
            boolean on = set.attributes().isTrue("value");
            switch (name) {
                case "pkg.obsolete" -> obsolete = on;
                case "pkg.renamed" -> renamed = on;
                case "pkg.depend.explicit-install" -> explicit = on;
                case "pkg.depend.install-hold" -> installHold = set.get("value");
                default -> {
                    if (name.startsWith("variant.")) {
                        variants.put(name, set.attributes().all("value"));
                    }
                }
            }
        }
        return new PackageEntry(fmri, obsolete, renamed, explicit, installHold, variants, dependencies);
    }

    private Line line(String text) {
        Line known = lines.get(text);
        if (known == null) {
            known = read(Action.parse(text));
            lines.put(text, known);
        }
        return known;
    }

    private Line read(Action action) {
        return switch (action.kind()) {
            case SET -> new Line(action, null);
            case DEPEND ->
                image.test(action)
                        ? Dependency.of(action)
                                .map(dependency -> new Line(null, dependency))
                                .orElse(Line.IRRELEVANT)
                        : Line.IRRELEVANT;
            case DIR, FILE, LINK, HARDLINK, USER, GROUP, LEGACY, DRIVER, LICENSE, SIGNATURE, UNKNOWN -> Line.IRRELEVANT;
        };
    }
}
