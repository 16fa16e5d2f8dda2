package org.snapup.ips.cli.repo;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.Publication;

/** Publishes packages, all or none of those named, or one from standard input. Prints their full names. */
final class PublishVerb implements Verb {
    @Override
    public String usage() {
        return "publish -s REPO [-d PROTO]... [-p PUBLISHER] [FILE.p5m]...";
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-d", "-p");
    }

    @Override
    public Map<String, String> variables() {
        return Map.of("-s", "PKG_REPO");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        return run(arguments, InputStream.nullInputStream(), out, err);
    }

    @Override
    public int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        List<Path> protoFolders = arguments.all("-d").stream().map(Path::of).toList();
        List<Publication> publications = new ArrayList<>();
        if (arguments.operands().isEmpty()) {
            publications.add(Publication.read(in, protoFolders)
                    .orElseThrow(
                            () -> new UsageException("name the manifests to publish, or give one on standard input")));
        }
        arguments.operands().forEach(file -> publications.add(Publication.read(Path.of(file), protoFolders)));
        publications.forEach(publication -> publication
                .omitted()
                .forEach(action -> err.println("snapup-repo publish: left out, for it signs what was published before: "
                        + Text.line(action.toString()))));
        for (Fmri fmri : Repositories.write(arguments).publish(publications, arguments.one("-p"))) {
            out.println(Text.line(fmri.toString()));
            out.println("PUBLISHED");
        }
        return RepoCommand.DONE;
    }
}
