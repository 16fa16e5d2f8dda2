package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;

/**
 * Makes entries of the lines that catalogs have of versions. Most lines are those of many versions, so each is read once. Not
 * thread-safe.
 */
public final class PackageEntries {
    /** @param dependency null where it is none, or none that counts in the image */
    private record Line(Action action, @Nullable Dependency dependency) {}

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
            Action action = line.action;
            if (line.dependency != null) {
                dependencies.add(line.dependency);
            }
            String name = action.kind() == ActionKind.SET ? action.get("name") : null;
            if (name == null) {
                continue;
            }
            boolean on = action.attributes().isTrue("value");
            switch (name) {
                case "pkg.obsolete" -> obsolete = on;
                case "pkg.renamed" -> renamed = on;
                case "pkg.depend.explicit-install" -> explicit = on;
                case "pkg.depend.install-hold" -> installHold = action.get("value");
                default -> {
                    if (name.startsWith("variant.")) {
                        variants.put(name, action.attributes().all("value"));
                    }
                }
            }
        }
        return new PackageEntry(fmri, obsolete, renamed, explicit, installHold, variants, dependencies);
    }

    private Line line(String text) {
        Line known = lines.get(text);
        if (known == null) {
            Action action = Action.parse(text);
            boolean counts = action.kind() == ActionKind.DEPEND && image.test(action);
            known = new Line(action, counts ? Dependency.of(action).orElse(null) : null);
            lines.put(text, known);
        }
        return known;
    }
}
