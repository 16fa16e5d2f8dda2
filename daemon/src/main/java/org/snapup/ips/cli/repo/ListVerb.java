package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.repo.Repository;

/** Lists the packages of a repository: by publisher and name, newest version first. */
final class ListVerb implements Verb {
    @Override
    public String usage() {
        return "list -s REPO [-H] [-F " + ListFormat.NAMES + "] [--json] [-p PUBLISHER]... [--key FILE --cert FILE]"
                + " [PATTERN]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-H", "--json");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-F", "-p", "--key", "--cert");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        ListFormat format = ListFormat.of(arguments);
        Selection selection = new Selection(arguments.operands());
        try (Repository repository = Repositories.read(arguments)) {
            NamedPublishers publishers = Repositories.named(repository, arguments);
            List<ListedPackage> listed = new ArrayList<>();
            for (String publisher : publishers.known()) {
                Catalog catalog = repository.catalog(publisher);
                selection
                        .newestFirst(catalog, publisher)
                        .forEach(entry -> listed.add(new ListedPackage(entry.fmri(), catalog)));
            }
            format.print(publishers.known(), listed, out);
            if (selection.unmatched().isEmpty()) {
                return publishers.report("list", RepoCommand.DONE, err);
            }
            Text.printUnmatched("list", selection.unmatched(), err);
            return publishers.report("list", listed.isEmpty() ? RepoCommand.FAILED : RepoCommand.PARTIAL, err);
        }
    }
}
