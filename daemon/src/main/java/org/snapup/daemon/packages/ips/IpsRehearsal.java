package org.snapup.daemon.packages.ips;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.ips.Ips;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Verification.VerifyRequest;

/** Packages of its own that are installed, updated, verified and listed, so that the JVM has compiled what that takes. */
final class IpsRehearsal {
    private static final String PUBLISHER = "rehearsal";
    private static final int VERSIONS = 3;
    private static final int PACKAGES = 100;
    private static final int FILES = 6;

    /** Other packages that one needs, about; with an incorporation of all it is a small system. */
    private static final int NEEDED = 4;

    private static final String ALL = "all";
    private static final int FILE_BYTES = 4_000;

    private final IpsEngine engine;
    private final Path folder;
    private final EngineContext context;

    /**
     * @param folder empty, and of its own
     * @param context what it throws when it is asked whether to go on ends the rehearsal
     */
    IpsRehearsal(IpsEngine engine, Path folder, EngineContext context) {
        this.engine = engine;
        this.folder = folder;
        this.context = context;
    }

    void run() throws IOException {
        RepositoryWriter repository = RepositoryWriter.create(folder.resolve("repo"), PUBLISHER);
        Path image = folder.resolve("image");
        for (int version = 1; version <= VERSIONS; version++) {
            publish(repository, version);
            if (version == 1) {
                String origin = folder.resolve("repo").toUri().toString();
                Ips.create(image, new ImageSpec(Map.of(PUBLISHER, List.of(origin)), Map.of(), Map.of()), List.of());
                perform(image, PackageRequest.Kind.INSTALL, names());
            } else {
                perform(image, PackageRequest.Kind.UPDATE, List.of());
            }
            engine.answer(image, new VerifyRequest(null, null, null, null), part -> {}, context);
            engine.answer(image, new ListRequest(null, null, null, null), part -> {}, context);
        }
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(ALL));
        for (int number = 0; number < PACKAGES; number++) {
            names.add(name(number) + "@1");
        }
        return names;
    }

    private static String name(int number) {
        return "rehearsal/p%d".formatted(number);
    }

    private void perform(Path image, PackageRequest.Kind kind, List<String> patterns) {
        Packages.Request request = new Packages.Request(null, patterns, null, null, null, null, null, null, true);
        engine.execute(image, engine.plan(image, new PackageRequest(kind, request, true), context), context);
    }

    private void publish(RepositoryWriter repository, int version) throws IOException {
        Path proto = Files.createDirectories(folder.resolve("proto-" + version));
        List<Publication> publications = new ArrayList<>();
        for (int number = 0; number < PACKAGES; number++) {
            context.checkCancelled();
            publications.add(publication(proto, number, version));
        }
        publications.add(Publication.of(all(version), proto));
        repository.publish(publications, null);
    }

    private static Publication publication(Path proto, int number, int version) throws IOException {
        StringBuilder manifest =
                new StringBuilder("set name=pkg.fmri value=pkg:/%s@%d.0%n".formatted(name(number), version));
        manifest.append("set name=pkg.summary value=\"Package %d of a rehearsal\"%n".formatted(number));
        for (int needed = number - NEEDED; needed < number; needed++) {
            manifest.append("depend type=require fmri=pkg:/%s%n".formatted(name(Math.max(0, needed))));
        }
        manifest.append("dir path=opt owner=root group=sys mode=0755\n");
        manifest.append("dir path=opt/p%d owner=root group=sys mode=0755%n".formatted(number));
        for (int file = 0; file < FILES; file++) {
            String name = "p%d/f%d".formatted(number, file);
            Path content = proto.resolve(name);
            Files.createDirectories(content.resolveSibling(""));
            Files.write(content, text(number * FILES + file, version));
            manifest.append("file %s path=opt/%s owner=root group=bin mode=0644%n".formatted(name, name));
        }
        manifest.append("link path=opt/p%d/link target=f0%n".formatted(number));
        return Publication.of(manifest.toString(), proto);
    }

    private static String all(int version) {
        StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/%s@%d.0%n".formatted(ALL, version));
        for (int number = 0; number < PACKAGES; number++) {
            manifest.append("depend type=incorporate fmri=pkg:/%s@%d.0%n".formatted(name(number), version));
        }
        return manifest.toString();
    }

    private static byte[] text(int seed, int version) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; text.length() < FILE_BYTES; line++) {
            text.append(Integer.toHexString(seed * 31 + line * 7919))
                    .append(version)
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
