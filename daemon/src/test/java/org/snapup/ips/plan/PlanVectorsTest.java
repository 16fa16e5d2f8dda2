package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.testing.Requires;

/** What the real pkg(1) plans for small worlds of packages. */
class PlanVectorsTest {
    private static final int NO_SOLUTION = 9;
    private static final String PUBLISHER = "t";

    @TempDir
    static Path temporary;

    @TestFactory
    Stream<DynamicTest> shouldPlanAsTheRealTool() throws IOException {
        JsonNode vectors = new JsonMapper()
                .readTree(Requires.shared("ips/vectors/plan.json").toFile());
        Path repository = temporary.resolve("repository");
        publish(repository, vectors.path("packages"));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : vectors.path("vectors")) {
            tests.add(DynamicTest.dynamicTest(row.path("label").asText(), () -> check(repository, row)));
        }
        return tests.stream();
    }

    private static void publish(Path repository, JsonNode packages) {
        RepositoryWriter writer = RepositoryWriter.create(repository, PUBLISHER);
        List<Publication> publications = new ArrayList<>();
        packages.properties().forEach(entry -> {
            StringBuilder manifest = new StringBuilder("set name=pkg.fmri value=pkg:/" + entry.getKey() + "\n");
            entry.getValue().forEach(line -> manifest.append(line.asText()).append('\n'));
            publications.add(Publication.of(manifest.toString()));
        });
        writer.publish(publications, PUBLISHER);
    }

    private static void check(Path repository, JsonNode row) throws IOException {
        List<String> request = strings(row.path("request"));
        Path root = Files.createTempDirectory(temporary, "image").resolve("root");
        Path cache = temporary.resolve("cache");
        ImageSpec spec = new ImageSpec(
                Map.of(PUBLISHER, List.of(repository.toUri().toString())), Map.of("variant.arch", "i386"), Map.of());
        Ips.create(root, spec, List.of());
        for (JsonNode step : row.path("setup")) {
            List<String> command = strings(step);
            if (command.get(0).equals("freeze")) {
                Ips.freeze(root, List.of(command.get(1)), Optional.empty(), false, cache);
            } else {
                Ips.execute(root, Ips.plan(root, request(command), cache, IpsListener.NONE), cache, IpsListener.NONE);
            }
        }
        assertThat(installed(root)).isEqualTo(new TreeSet<>(strings(row.path("installed"))));

        int exit = row.path("exit").asInt();
        ImagePlan plan;
        try {
            plan = Ips.plan(root, request(request), cache, IpsListener.NONE);
        } catch (IpsException e) {
            assertThat(exit).as(e.getMessage()).isIn(1, NO_SOLUTION); // see 0020 for the second
            assertThat(e.kind())
                    .isIn(IpsException.Kind.NO_SOLUTION, IpsException.Kind.NOT_FOUND, IpsException.Kind.CONFLICT);
            return;
        }
        TreeSet<String> actual = new TreeSet<>();
        plan.packages().forEach(change -> actual.add(text(change)));
        TreeSet<String> expected = new TreeSet<>();
        row.path("add").forEach(name -> expected.add("+" + name.asText()));
        row.path("remove").forEach(name -> expected.add("-" + name.asText()));
        row.path("change")
                .forEach(pair ->
                        expected.add(pair.get(0).asText() + " > " + pair.get(1).asText()));
        assertThat(actual).isEqualTo(expected);
        assertThat(exit).isEqualTo(plan.isEmpty() ? 4 : 0);
    }

    private static PlanRequest request(List<String> command) {
        List<String> patterns = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (int i = 1; i < command.size(); i++) {
            if (command.get(i).equals("--reject")) {
                i++;
                rejected.add(command.get(i));
            } else {
                patterns.add(command.get(i));
            }
        }
        return switch (command.get(0)) {
            case "install" -> new PlanRequest.Install(patterns, rejected);
            case "exact-install" -> new PlanRequest.ExactInstall(patterns, rejected);
            case "uninstall" -> new PlanRequest.Uninstall(patterns);
            case "update" -> new PlanRequest.Update(patterns, rejected);
            default -> throw new IllegalArgumentException(command.get(0));
        };
    }

    private static Set<String> installed(Path root) {
        Set<String> installed = new TreeSet<>();
        Ips.installed(root)
                .values()
                .forEach(fmri ->
                        installed.add(fmri.name() + "@" + fmri.requireVersion().shortText()));
        return installed;
    }

    private static String text(PackageChange change) {
        var from = change.from();
        var to = change.to();
        if (from == null || to == null) {
            var one = from == null ? to : from;
            return one == null
                    ? ""
                    : (from == null ? "+" : "-") + one.name() + "@"
                            + one.requireVersion().shortText();
        }
        return from.name() + "@" + from.requireVersion().shortText() + " > " + to.name() + "@"
                + to.requireVersion().shortText();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
