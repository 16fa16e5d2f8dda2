package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.repo.RepositoryWriter;

/** Makes an empty repository. */
final class CreateVerb implements Verb {
    @Override
    public String usage() {
        return "create [--version 4] [-p PUBLISHER] DIR";
    }

    @Override
    public List<String> valued() {
        return List.of("--version", "-p");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        String version = arguments.one("--version");
        if (version != null && !version.equals("4")) {
            throw new UsageException("only version 4 can be made");
        }
        if (arguments.operands().size() != 1) {
            throw new UsageException("name one folder for the new repository");
        }
        RepositoryWriter.create(Repositories.folder(arguments.operands().get(0)), arguments.one("-p"));
        return RepoCommand.DONE;
    }
}
