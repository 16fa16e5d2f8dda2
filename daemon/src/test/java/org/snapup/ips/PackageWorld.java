package org.snapup.ips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;

/** A repository with one publisher, an image of it, and a cache, in one temporary directory. */
public final class PackageWorld {
    public static final String PUBLISHER = "example.org";

    public final Path root;
    public final Path cache;
    public final Path repository;
    private final Path proto;
    private final RepositoryWriter writer;

    public PackageWorld(Path temporary) {
        root = temporary.resolve("image");
        cache = temporary.resolve("cache");
        repository = temporary.resolve("repository");
        proto = temporary.resolve("proto");
        writer = RepositoryWriter.create(repository, PUBLISHER);
    }

    /** The URI of the repository. */
    public String origin() {
        return repository.toUri().toString();
    }

    /** Makes the image; for after what it is to know was published. */
    public PackageWorld createImage() {
        ImageSpec spec = new ImageSpec(
                Map.of(PUBLISHER, List.of(origin())),
                Map.of("variant.arch", "i386"),
                Map.of("facet.locale.*", false, "facet.locale.fr", true));
        Ips.create(root, spec, List.of("test"));
        return this;
    }

    /** Publishes; a payload's content is its path and the package. */
    public Fmri publish(String nameAndVersion, String... lines) {
        StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/" + nameAndVersion + "\n");
        for (String line : lines) {
            if (line.startsWith("file ") && line.contains("path=")) {
                String path = line.replaceAll(".*path=([^ ]*).*", "$1");
                write(nameAndVersion + "/" + path, path + " of " + nameAndVersion + "\n");
            } else if (line.startsWith("license ")) {
                write(nameAndVersion + "/" + line.split(" ", 3)[1], "licence of " + nameAndVersion + "\n");
            }
            manifest.append(line).append('\n');
        }
        return writer.publish(List.of(Publication.of(manifest.toString(), proto.resolve(nameAndVersion))), PUBLISHER)
                .get(0);
    }

    private void write(String path, String content) {
        try {
            Path file = proto.resolve(path);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void install(String... patterns) {
        run(PlanRequest.install(patterns));
    }

    public void run(PlanRequest request) {
        Ips.execute(root, Ips.plan(root, request, cache, IpsListener.NONE), cache, IpsListener.NONE);
    }
}
