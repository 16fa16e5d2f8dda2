package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Trees;

/** What one operation does, the opposite one takes back. */
class ThereAndBackPropertyTest {
    /** What a version of the package delivers, one kind of thing to a name. */
    @Provide
    Arbitrary<List<String>> deliveries() {
        Arbitrary<String> thing = Combinators.combine(
                        Arbitraries.of("dir", "file", "link", "hardlink", "editable"),
                        Arbitraries.of("a", "b", "c", "d/a", "d/b", "d/e/f", "g/h"))
                .as((kind, path) -> kind + " " + path);
        return thing.set().ofMaxSize(6).map(things -> {
            List<String> lines = new ArrayList<>(List.of("file path=base owner=root group=root mode=0644"));
            TreeSet<String> taken = new TreeSet<>();
            for (String each : new TreeSet<>(things)) {
                String path = each.substring(each.indexOf(' ') + 1);
                if (taken.add(path)) {
                    lines.add(line(each.substring(0, each.indexOf(' ')), path));
                }
            }
            return lines;
        });
    }

    private static String line(String kind, String path) {
        String up = "../".repeat((int) path.chars().filter(c -> c == '/').count());
        return switch (kind) {
            case "dir" -> "dir path=" + path + " owner=root group=root mode=0750";
            case "file" -> "file path=" + path + " owner=root group=root mode=0644 timestamp=20260101T000000Z";
            case "editable" -> "file path=" + path + " owner=root group=root mode=0600 preserve=renameold";
            case "link" -> "link path=" + path + " target=" + up + "base";
            default -> "hardlink path=" + path + " target=" + up + "base";
        };
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void whatIsTakenBackLeavesNothing(
            @ForAll("deliveries") List<String> first, @ForAll("deliveries") List<String> second) throws IOException {
        Path temporary = Files.createTempDirectory("there-and-back");
        try {
            TestWorld world = new TestWorld(temporary);
            world.publish("p@1", first.toArray(new String[0]));
            world.publish("p@2", second.toArray(new String[0]));
            Map<String, String> empty = tree(world);

            world.install("p@1");
            Map<String, String> one = tree(world);
            world.run(new PlanRequest.Update(List.of("p@2"), List.of()));
            Map<String, String> two = tree(world);
            world.run(new PlanRequest.Update(List.of("p@1"), List.of()));
            Map<String, String> again = tree(world);
            world.uninstall("p");

            assertThat(one).isNotEqualTo(empty);
            assertThat(two).containsKey("base");
            // an editable file that nobody edited keeps its content when a package goes back
            assertThat(again.keySet()).isEqualTo(one.keySet());
            assertThat(tree(world)).isEqualTo(empty);
        } finally {
            remove(temporary);
        }
    }

    private static Map<String, String> tree(TestWorld world) {
        Map<String, String> tree = Trees.print(world.root);
        tree.keySet().removeIf(path -> path.startsWith("var/pkg"));
        return tree;
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = new ArrayList<>(walk.toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}
