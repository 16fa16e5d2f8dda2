package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.repo.Repository;

/** Prints the actions of packages. */
final class ContentsVerb implements Verb {
    @Override
    public String usage() {
        return "contents -s REPO [-m] [-t KIND]... [-p PUBLISHER]... [--key FILE --cert FILE] [PATTERN]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-m");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-t", "-p", "--key", "--cert");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        Set<ActionKind> kinds = kinds(arguments.all("-t"));
        Selection selection = new Selection(arguments.operands());
        NamedPublishers publishers;
        int packages = 0;
        int printed = 0;
        try (Repository repository = Repositories.read(arguments)) {
            publishers = Repositories.named(repository, arguments);
            for (String publisher : publishers.known()) {
                for (CatalogEntry entry : selection.newestFirst(repository.catalog(publisher), publisher)) {
                    packages++;
                    printed += print(repository, entry, kinds, out);
                }
            }
        }
        if (!selection.unmatched().isEmpty()) {
            Text.printUnmatched("contents", selection.unmatched(), err);
            return RepoCommand.FAILED;
        }
        if (packages > 0 && printed == 0) {
            err.println("snapup-repo contents: no package that is meant has such actions");
            return RepoCommand.FAILED;
        }
        return publishers.report("contents", RepoCommand.DONE, err);
    }

    private static Set<ActionKind> kinds(List<String> names) {
        Set<ActionKind> kinds = EnumSet.noneOf(ActionKind.class);
        for (String list : names) {
            for (String name : list.split(",", -1)) {
                kinds.add(ActionKind.named(name)
                        .orElseThrow(() -> new UsageException("there is no kind of action '" + name + "'")));
            }
        }
        return kinds.isEmpty() ? EnumSet.allOf(ActionKind.class) : kinds;
    }

    private static int print(Repository repository, CatalogEntry entry, Set<ActionKind> kinds, PrintStream out) {
        ActionFilter filter = action -> kinds.contains(action.kind());
        List<Action> actions = repository
                .manifest(entry.fmri(), entry.manifestSignature(), filter)
                .actions();
        actions.forEach(action -> out.println(Text.manifestLine(action.toString())));
        return actions.size();
    }
}
