package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Brings catalogs in line with the manifests that are there. */
enum CatalogVerb implements Verb {
    /** Makes them anew; clients fetch them as a whole. */
    REBUILD("rebuild", true),
    /** Adds packages that they lack. */
    REFRESH("refresh", false);

    private final String verb;
    private final boolean anew;

    CatalogVerb(String verb, boolean anew) {
        this.verb = verb;
        this.anew = anew;
    }

    @Override
    public String usage() {
        return verb + " -s REPO [--no-catalog] [--no-index] [-p PUBLISHER]...";
    }

    @Override
    public List<String> flags() {
        return List.of("--no-catalog", "--no-index");
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
        if (arguments.has("--no-catalog")) {
            return RepoCommand.DONE; // the catalog is all there is
        }
        try (Repository repository = Repositories.read(arguments)) {
            NamedPublishers publishers = Repositories.named(repository, arguments);
            for (String publisher : publishers.known()) {
                int packages = writer.catalogue(publisher, anew);
                out.println(publisher + ": " + packages + (anew ? " packages in the catalog" : " packages added"));
            }
            return publishers.report(verb, RepoCommand.DONE, err);
        }
    }
}
