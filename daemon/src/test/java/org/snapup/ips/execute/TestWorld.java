package org.snapup.ips.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.CatalogWriter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.testing.Trees;

/** A repository, an image and a cache in one temporary directory. */
public final class TestWorld {
    private static final String PUBLISHER = "test";

    public final Path root;
    public final Path cache;
    public final Path repository;
    private final String publisher;
    private final Path proto;
    private final RepositoryWriter writer;

    public TestWorld(Path temporary) {
        this(temporary, PUBLISHER);
    }

    public TestWorld(Path temporary, String publisher) {
        this.publisher = publisher;
        root = temporary.resolve("image");
        cache = temporary.resolve("cache");
        repository = temporary.resolve("repository");
        proto = temporary.resolve("proto");
        writer = RepositoryWriter.create(repository, publisher);
        create(root);
    }

    public void create(Path image) {
        ImageSpec spec = new ImageSpec(
                Map.of(publisher, List.of(repository.toUri().toString())), Map.of("variant.arch", "i386"), Map.of());
        Ips.create(image, spec, List.of("test"));
    }

    /** Publishes; a file's content is its path and the package. */
    public Fmri publish(String nameAndVersion, String... lines) {
        StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/" + nameAndVersion + "\n");
        for (String line : lines) {
            if (line.startsWith("file ") && line.contains("path=")) {
                String path = line.replaceAll(".*path=([^ ]*).*", "$1");
                file(nameAndVersion + "/" + path, path + " of " + nameAndVersion + "\n");
            }
            if (line.startsWith("license ")) {
                String text = line.split(" ", -1)[1];
                file(nameAndVersion + "/" + text, text + " of " + nameAndVersion + "\n");
            }
            manifest.append(line).append('\n');
        }
        return writer.publish(List.of(Publication.of(manifest.toString(), proto.resolve(nameAndVersion))), publisher)
                .get(0);
    }

    private void file(String path, String content) {
        try {
            Path file = proto.resolve(path);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a published manifest's text, catalog included, as somebody with evil in mind would. */
    public void falsify(Fmri fmri, String from, String to) {
        try {
            Path stored = repository.resolve("publisher/" + publisher + "/pkg").resolve(fmri.dirPath());
            byte[] text = Files.readString(stored).replace(from, to).getBytes(UTF_8);
            Files.write(stored, text);
            Path directory = repository.resolve("publisher/" + publisher + "/catalog");
            Catalog catalog = Catalog.load(directory);
            List<CatalogRecord> records = new ArrayList<>();
            catalog.records()
                    .forEach(record -> records.add(
                            record.entry().fmri().equals(fmri)
                                    ? CatalogRecord.of(fmri, Manifest.parse(text, "falsified"), text)
                                    : record));
            new CatalogWriter(
                            true, catalog.attributes().created(), Instant.now().plusSeconds(60))
                    .write(directory, records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ImagePlan plan(PlanRequest request) {
        return Ips.plan(root, request, cache, IpsListener.NONE);
    }

    public void execute(ImagePlan plan) {
        Ips.execute(root, plan, cache, IpsListener.NONE);
    }

    public void install(String... patterns) {
        execute(plan(PlanRequest.install(patterns)));
    }

    public void uninstall(String... patterns) {
        execute(plan(PlanRequest.uninstall(patterns)));
    }

    public void run(PlanRequest request) {
        execute(plan(request));
    }

    /** What is installed, name and version. */
    public List<String> installed() {
        return Ips.installed(root).values().stream()
                .map(fmri -> fmri.name() + "@" + fmri.requireVersion().shortText())
                .toList();
    }

    /** What is in an image, without what differs from one run to the next. */
    public static Map<String, String> delivered(Path image) {
        Map<String, String> tree = new TreeMap<>(Trees.print(image));
        tree.keySet()
                .removeIf(path -> path.startsWith("var/pkg/history")
                        || path.startsWith("var/pkg/state")
                        || path.startsWith("var/pkg/cache")
                        || path.equals("var/pkg/pkg5.image"));
        return tree;
    }

    /** Holds if it fails in this way. */
    static void assertFails(Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        IpsException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    /** Notes that something was about to be changed. */
    static IpsListener announcing(AtomicBoolean changed) {
        return new IpsListener() {
            @Override
            public void beforeFirstChange() {
                changed.set(true);
            }
        };
    }
}
