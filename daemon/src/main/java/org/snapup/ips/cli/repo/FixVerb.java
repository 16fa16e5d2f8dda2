package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.check.RepositoryRepair;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Puts damaged packages aside, so that the others can be installed. Prints their full names. */
final class FixVerb implements Verb {
    @Override
    public String usage() {
        return "fix -s REPO [-v] [-p PUBLISHER]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-v");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-p");
    }

    @Override
    public boolean takesOperands() {
        return false;
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        RepositoryWriter writer = Repositories.write(arguments);
        RepositoryRepair repair = new RepositoryRepair(writer, problem -> {
            if (arguments.has("-v")) {
                err.println("ERROR: " + Text.lines(problem));
            }
        });
        try (Repository repository = Repositories.read(arguments)) {
            NamedPublishers publishers = Repositories.named(repository, arguments);
            for (String publisher : publishers.known()) {
                RepositoryRepair.Outcome outcome = repair.repair(publisher);
                outcome.packages().forEach(fmri -> out.println(Text.line(fmri.toString())));
                outcome.folder()
                        .ifPresent(folder -> err.println("snapup-repo fix: these packages of " + publisher
                                + " were damaged and are put aside in " + Text.line(folder.toString())
                                + "; publish or copy them again"));
            }
            return publishers.report("fix", RepoCommand.DONE, err);
        }
    }
}
