package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.PackageRemoval;

/** Removes packages; all that are named, or none. */
final class RemoveVerb implements Verb {
    @Override
    public String usage() {
        return "remove -s REPO [-n] [-d YYYYMMDD] [-p PUBLISHER]... PATTERN...";
    }

    @Override
    public List<String> flags() {
        return List.of("-n");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-p", "-d");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name the packages to remove");
        }
        String day = arguments.one("-d");
        if (day != null && !day.matches("\\d{8}")) {
            throw new UsageException("-d takes a day, YYYYMMDD, not '" + day + "'");
        }
        Selection selection = new Selection(arguments.operands());
        SortedMap<String, List<Fmri>> meant = new TreeMap<>();
        try (Repository repository = Repositories.read(arguments)) {
            for (String publisher : Repositories.publishers(repository, arguments)) {
                List<Fmri> packages = new ArrayList<>();
                for (CatalogEntry entry : selection.of(repository.catalog(publisher), publisher)) {
                    if (day == null || isOf(day, entry.fmri())) {
                        packages.add(entry.fmri());
                    }
                }
                meant.put(publisher, packages);
            }
        }
        if (!selection.unmatched().isEmpty()) {
            Text.printUnmatched("remove", selection.unmatched(), err);
            return RepoCommand.FAILED;
        }
        if (arguments.has("-n")) {
            int count = meant.values().stream().mapToInt(List::size).sum();
            out.println(count + " package(s) will be removed:");
            meant.values()
                    .forEach(packages ->
                            packages.forEach(fmri -> out.println("\t" + Text.line(Text.withoutBuild(fmri)))));
            return RepoCommand.DONE;
        }
        PackageRemoval removal = new PackageRemoval(Repositories.write(arguments));
        meant.forEach((publisher, packages) -> {
            if (!packages.isEmpty()) {
                removal.remove(publisher, packages);
                out.println(publisher + ": " + packages.size() + " packages removed");
            }
        });
        return RepoCommand.DONE;
    }

    private static boolean isOf(String day, Fmri fmri) {
        String time = fmri.requireVersion().time();
        return time != null && time.startsWith(day);
    }
}
