package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryWriter;

/** Adds or removes publishers. */
enum PublisherVerb implements Verb {
    /** One that is there already is an error. */
    ADD("add-publisher -s REPO PUBLISHER...") {
        @Override
        void run(RepositoryWriter writer, List<String> present, String publisher) {
            if (present.contains(publisher)) {
                throw new IpsException(IpsException.Kind.CONFLICT, "the publisher " + publisher + " is there already");
            }
            writer.addPublisher(publisher);
        }
    },
    /** With all their packages. */
    REMOVE("remove-publisher -s REPO PUBLISHER...") {
        @Override
        void run(RepositoryWriter writer, List<String> present, String publisher) {
            writer.removePublisher(publisher);
        }
    };

    private final String usage;

    PublisherVerb(String usage) {
        this.usage = usage;
    }

    abstract void run(RepositoryWriter writer, List<String> present, String publisher);

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
        List<String> present;
        try (Repository repository = Repositories.read(arguments)) {
            present = repository.publishers();
        }
        int done = 0;
        for (String publisher : arguments.operands()) {
            try {
                run(writer, present, publisher);
                done++;
            } catch (IpsException e) {
                err.println("snapup-repo: " + Text.lines(String.valueOf(e.getMessage())));
            }
        }
        return done == arguments.operands().size()
                ? RepoCommand.DONE
                : done == 0 ? RepoCommand.FAILED : RepoCommand.PARTIAL;
    }
}
