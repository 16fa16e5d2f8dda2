package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryCheck;
import org.snapup.ips.repo.check.DependencyCheck;

/** Reads every byte of a repository and reports what doesn't fit. */
final class VerifyVerb implements Verb {
    private static final String DEPENDENCY = "dependency";

    @Override
    public String usage() {
        return "verify -s REPO [-d] [--disable dependency] [-p PUBLISHER]...";
    }

    @Override
    public List<String> flags() {
        return List.of("-d");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-p", "--disable");
    }

    @Override
    public boolean takesOperands() {
        return false;
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        for (String check : arguments.all("--disable")) {
            if (!check.equalsIgnoreCase(DEPENDENCY)) {
                throw new UsageException("--disable takes dependency, not '" + check + "'");
            }
        }
        if (arguments.has("-d") && arguments.has("--disable")) {
            throw new UsageException("-d and --disable contradict each other");
        }
        AtomicInteger problems = new AtomicInteger();
        Consumer<String> report = problem -> {
            problems.incrementAndGet();
            err.println("ERROR: " + Text.lines(problem));
        };
        try (Repository repository = Repositories.read(arguments)) {
            RepositoryCheck check = new RepositoryCheck(Repositories.folder(arguments), report);
            NamedPublishers publishers = Repositories.named(repository, arguments);
            publishers.known().forEach(check::check);
            if (arguments.has("-d")) {
                DependencyCheck dependencies = new DependencyCheck(repository, report);
                publishers.known().forEach(dependencies::check);
            }
            return publishers.report("verify", problems.get() == 0 ? RepoCommand.DONE : RepoCommand.FAILED, err);
        }
    }
}
