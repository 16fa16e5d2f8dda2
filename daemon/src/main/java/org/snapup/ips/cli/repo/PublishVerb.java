package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Publication;

/** Publishes packages, all or none of those named. Prints their full names. */
final class PublishVerb implements Verb {
    @Override
    public String usage() {
        return "publish -s REPO [-d PROTO]... [-p PUBLISHER] FILE.p5m...";
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-d", "-p");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name the manifests to publish");
        }
        List<Path> protoFolders = arguments.all("-d").stream().map(Path::of).toList();
        List<Publication> publications = arguments.operands().stream()
                .map(file -> Publication.read(Path.of(file), protoFolders))
                .toList();
        for (Fmri fmri : Repositories.write(arguments).publish(publications, arguments.one("-p"))) {
            out.println(Text.line(fmri.toString()));
            out.println("PUBLISHED");
        }
        return RepoCommand.DONE;
    }
}
