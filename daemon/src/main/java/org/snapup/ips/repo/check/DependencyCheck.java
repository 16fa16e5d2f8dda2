package org.snapup.ips.repo.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryCheck;

/** Looks whether a repository has what its packages depend on, from any of its publishers. */
public final class DependencyCheck {
    private final Map<String, Catalog> catalogs = new HashMap<>();
    private final Map<String, List<Fmri>> present = new HashMap<>();
    private final Consumer<String> problems;

    /**
     * For one repository. A catalog that can't be read is passed over: {@link RepositoryCheck} tells of it.
     *
     * @param problems told of each dependency that nothing fits, in words that name the package
     */
    public DependencyCheck(Repository repository, Consumer<String> problems) {
        this.problems = problems;
        for (String publisher : repository.publishers()) {
            try {
                Catalog catalog = repository.catalog(publisher);
                catalogs.put(publisher, catalog);
                catalog.entries()
                        .map(CatalogEntry::fmri)
                        .forEach(fmri -> present.computeIfAbsent(fmri.name(), name -> new ArrayList<>())
                                .add(fmri));
            } catch (IpsException e) {
                // what it lists, nobody knows
            }
        }
    }

    /** Checks the packages of a publisher. */
    public void check(String publisher) {
        Catalog catalog = catalogs.get(publisher);
        if (catalog != null) {
            catalog.entries().map(CatalogEntry::fmri).forEach(fmri -> check(catalog, fmri));
        }
    }

    private void check(Catalog catalog, Fmri fmri) {
        for (Action action : catalog.dependencies(fmri)) {
            String type = action.get("type");
            if (action.kind() != ActionKind.DEPEND || type == null || type.equals("exclude") || type.equals("parent")) {
                continue;
            }
            for (String needed : action.attributes().all("fmri")) {
                if (!isPresent(needed, type)) {
                    problems.accept(fmri + " depends on " + needed + " (" + type + "), and no package of the repository"
                            + " is that: copy one into it, or look no more for dependencies");
                }
            }
        }
    }

    private boolean isPresent(String text, String type) {
        Fmri needed;
        try {
            needed = Fmri.parse(text);
        } catch (IpsException e) {
            return false;
        }
        if (needed.name().startsWith("feature/")) {
            return true; // names what pkg(1) itself can do
        }
        String publisher = needed.publisher();
        return present.getOrDefault(needed.name(), List.of()).stream()
                .filter(fmri -> publisher == null || publisher.equals(fmri.publisher()))
                .anyMatch(fmri -> fits(fmri.requireVersion(), needed, type));
    }

    private static boolean fits(Version present, Fmri needed, String type) {
        Version version = needed.version();
        if (version == null) {
            return true;
        }
        return type.equals("incorporate")
                ? present.isSuccessor(version, Version.Constraint.AUTO)
                : present.compareTo(version) >= 0;
    }
}
