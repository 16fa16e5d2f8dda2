package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.nio.file.Path;
import org.snapup.ips.repo.publish.ArchiveWriter;

/** Writes the packages of a repository into one file, {@code .p5p}. */
final class ArchiveVerb implements Verb {
    @Override
    public String usage() {
        return "archive -s REPO FILE";
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().size() != 1) {
            throw new UsageException("name the file to write");
        }
        Path file = Path.of(arguments.operands().get(0)).toAbsolutePath();
        int packages = ArchiveWriter.write(Repositories.folder(arguments), file);
        out.println(file + ": " + packages + (packages == 1 ? " package" : " packages"));
        return RepoCommand.DONE;
    }
}
