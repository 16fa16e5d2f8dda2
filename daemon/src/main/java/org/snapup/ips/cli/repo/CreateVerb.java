package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** Makes an empty repository. */
final class CreateVerb implements Verb {
    @Override
    public String usage() {
        return "create [--version 4] [-p PUBLISHER] [-s] DIR";
    }

    @Override
    public List<String> valued() {
        return List.of("--version", "-p", "-s");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        String version = arguments.one("--version");
        if (version != null && !version.equals("4")) {
            throw new UsageException("a repository of version " + version + " can't be made here: leave out --version,"
                    + " which makes version 4; pkg(1) and pkgrepo(1) work with it");
        }
        if (arguments.operands().size() > 1) {
            throw new UsageException("name one folder for the new repository");
        }
        Path folder = arguments.operands().isEmpty()
                ? Repositories.folder(arguments)
                : Repositories.folder(arguments.operands().get(0));
        RepositoryWriter.create(folder, arguments.one("-p"));
        return RepoCommand.DONE;
    }
}
