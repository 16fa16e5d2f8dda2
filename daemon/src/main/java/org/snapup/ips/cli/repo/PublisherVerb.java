package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Adds or removes publishers. */
enum PublisherVerb implements Verb {
    /** Those that are there already are told of. The first of a repository becomes its default. */
    ADD("add-publisher -s REPO PUBLISHER...") {
        @Override
        int run(RepositoryWriter writer, Repository repository, Arguments arguments, PrintStream out, PrintStream err) {
            List<String> present = repository.publishers();
            List<String> named = arguments.operands();
            List<String> missing =
                    named.stream().filter(name -> !present.contains(name)).toList();
            int added = 0;
            for (String publisher : missing) {
                try {
                    if (present.isEmpty() && added == 0) {
                        writer.setDefaultPublisher(publisher);
                    } else {
                        writer.addPublisher(publisher);
                    }
                    added++;
                } catch (IpsException e) {
                    err.println("snapup-repo add-publisher: " + Text.lines(String.valueOf(e.getMessage())));
                }
            }
            if (missing.size() < named.size()) {
                err.println("snapup-repo add-publisher: there already: "
                        + String.join(
                                ", ", named.stream().filter(present::contains).toList()));
            }
            return added == named.size() ? RepoCommand.DONE : added == 0 ? RepoCommand.FAILED : RepoCommand.PARTIAL;
        }
    },
    /** With all their packages; all of them, or none. */
    REMOVE("remove-publisher -s REPO [-n] PUBLISHER...") {
        @Override
        public List<String> flags() {
            return List.of("-n", "--synchronous");
        }

        @Override
        int run(RepositoryWriter writer, Repository repository, Arguments arguments, PrintStream out, PrintStream err) {
            List<String> removed = arguments.operands().stream().distinct().toList();
            List<String> missing = removed.stream()
                    .filter(name -> !repository.publishers().contains(name))
                    .toList();
            if (!missing.isEmpty()) {
                throw NamedPublishers.missing(repository.location(), missing, repository.publishers());
            }
            if (arguments.has("-n")) {
                out.println("Removing publisher(s)");
                for (String publisher : removed) {
                    int packages = repository.catalog(publisher).attributes().packageVersionCount();
                    out.println("'" + publisher + "'\t(" + packages + " package(s))");
                }
                return RepoCommand.DONE;
            }
            removed.forEach(writer::removePublisher);
            return RepoCommand.DONE;
        }
    };

    private final String usage;

    PublisherVerb(String usage) {
        this.usage = usage;
    }

    abstract int run(
            RepositoryWriter writer, Repository repository, Arguments arguments, PrintStream out, PrintStream err);

    @Override
    public String usage() {
        return usage;
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name publishers");
        }
        RepositoryWriter writer = Repositories.write(arguments);
        try (Repository repository = Repositories.read(arguments)) {
            return run(writer, repository, arguments, out, err);
        }
    }
}
