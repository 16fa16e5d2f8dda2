package org.snapup.ips.cli.repo;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.ips.repo.publish.Timestamps;

/** Publishes packages, all or none of those named, or one from standard input. Prints their full names. */
final class PublishVerb implements Verb {
    @Override
    public String usage() {
        return "publish -s REPO [-d PROTO]... [-b FOLDER]... [-T PATTERN]... [-p PUBLISHER] [--no-catalog] [--no-index]"
                + " [--fmri-in-manifest] [FILE.p5m]...";
    }

    @Override
    public List<String> flags() {
        // the name is in the manifest and no index is made, whether these are given or not
        return List.of("--no-catalog", "--fmri-in-manifest", "--no-index");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-d", "-b", "-T", "-p");
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
        List<Path> protoFolders = new ArrayList<>();
        arguments.all("-d").forEach(folder -> protoFolders.add(Path.of(folder)));
        arguments.all("-b").forEach(folder -> protoFolders.add(bundle(Path.of(folder))));
        Timestamps timestamps = Timestamps.of(arguments.all("-T"));
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
        publications.replaceAll(timestamps::addTo);
        RepositoryWriter writer = Repositories.write(arguments);
        for (Fmri fmri : writer.publish(publications, arguments.one("-p"), !arguments.has("--no-catalog"))) {
            out.println(Text.line(fmri.toString()));
            out.println("PUBLISHED");
        }
        return RepoCommand.DONE;
    }

    private static Path bundle(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("-b " + folder + " is no folder; unpack an archive and name its folder");
        }
        return folder;
    }
}
