package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.repo.Repository;

/** Lists the packages of a repository: by publisher and name, newest version first. */
final class ListVerb implements Verb {
    @Override
    public String usage() {
        return "list -s REPO [-H] [-F default|json|tsv] [--json] [-p PUBLISHER]... [PATTERN]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-H", "--json");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-F", "-p");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        ListFormat format = ListFormat.of(arguments);
        List<PackagePattern> patterns =
                arguments.operands().stream().map(PackagePattern::parse).toList();
        try (Repository repository = Repositories.read(arguments)) {
            List<String> publishers = Repositories.publishers(repository, arguments.all("-p"));
            Set<String> matched = new TreeSet<>();
            List<ListedPackage> listed = new ArrayList<>();
            for (String publisher : publishers) {
                Catalog catalog = repository.catalog(publisher);
                for (Fmri fmri : select(catalog, publisher, patterns, matched)) {
                    listed.add(new ListedPackage(fmri, catalog));
                }
            }
            format.print(publishers, listed, out);
            return report(patterns, matched, listed.isEmpty(), err);
        }
    }

    private static List<Fmri> select(
            Catalog catalog, String publisher, List<PackagePattern> patterns, Set<String> matched) {
        List<Fmri> selected = new ArrayList<>();
        for (String stem : catalog.stems(publisher)) {
            List<Fmri> versions = new ArrayList<>();
            for (CatalogEntry entry : catalog.versions(publisher, stem)) {
                versions.add(0, entry.fmri());
            }
            Set<Fmri> wanted = new TreeSet<>(patterns.isEmpty() ? versions : List.of());
            for (PackagePattern pattern : patterns) {
                List<Fmri> meant = pattern.select(versions);
                if (!meant.isEmpty()) {
                    matched.add(pattern.toString());
                    wanted.addAll(meant);
                }
            }
            versions.removeIf(fmri -> !wanted.contains(fmri));
            selected.addAll(versions);
        }
        return selected;
    }

    private static int report(List<PackagePattern> patterns, Set<String> matched, boolean nothing, PrintStream err) {
        List<String> unmatched = patterns.stream()
                .map(PackagePattern::toString)
                .filter(pattern -> !matched.contains(pattern))
                .toList();
        if (unmatched.isEmpty()) {
            return RepoCommand.DONE;
        }
        err.println("snapup-repo list: no package of the repository matches:");
        unmatched.forEach(pattern -> err.println("  " + Text.line(pattern)));
        return nothing ? RepoCommand.FAILED : RepoCommand.PARTIAL;
    }
}
