package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryCheck;

/** Reads every byte of a repository and reports what doesn't fit. */
final class VerifyVerb implements Verb {
    @Override
    public String usage() {
        return "verify -s REPO [-p PUBLISHER]...";
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
        AtomicInteger problems = new AtomicInteger();
        try (Repository repository = Repositories.read(arguments)) {
            RepositoryCheck check = new RepositoryCheck(Repositories.folder(arguments), problem -> {
                problems.incrementAndGet();
                err.println("ERROR: " + Text.lines(problem));
            });
            NamedPublishers publishers = Repositories.named(repository, arguments);
            publishers.known().forEach(check::check);
            return publishers.report("verify", problems.get() == 0 ? RepoCommand.DONE : RepoCommand.FAILED, err);
        }
    }
}
