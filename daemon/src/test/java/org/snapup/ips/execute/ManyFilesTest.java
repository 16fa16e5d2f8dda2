package org.snapup.ips.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;

/** So many files that several are written at a time. */
class ManyFilesTest {
    private static final int FILES = 600;

    /** Two names of one length that Java hashes alike, in bytes and in characters. */
    private static final String[] ALIKE = {"Aa", "BB"};

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = world(temporary);
    }

    /** An image with the first of two versions. */
    static TestWorld world(Path temporary) throws IOException {
        TestWorld world = new TestWorld(temporary);
        world.publish("many@1", lines(1));
        world.publish("many@2", lines(2));
        world.install("many@1");
        Files.writeString(world.root.resolve("opt/d0/mine"), "not of a package");
        return world;
    }

    private static String[] lines(int version) {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, FILES)
                .mapToObj(i ->
                        "file path=" + path(i, version) + " owner=root group=root mode=0" + (version == 1 ? 644 : 600))
                .forEach(lines::add);
        lines.add("file path=etc/kept preserve=true owner=root group=root mode=0644");
        lines.add("hardlink path=opt/hard target=d0/0" + ALIKE[0]);
        return lines.toArray(new String[0]);
    }

    /** Some are there in both versions, some come, some go; folders, too. */
    private static String path(int i, int version) {
        String folder = i % 3 == 0 ? "opt/d" + i % 10 : "opt/v" + version + "/d" + i % 7;
        return folder + "/" + i / 2 * 2 + ALIKE[i % 2];
    }

    @Test
    void shouldWriteEachContentIntoItsFile() throws IOException {
        world.execute(world.plan(PlanRequest.update()));

        for (int i = 0; i < FILES; i++) {
            String path = path(i, 2);
            assertEquals(path + " of many@2\n", Files.readString(world.root.resolve(path)));
        }
        assertTrue(Files.isSameFile(world.root.resolve("opt/hard"), world.root.resolve("opt/d0/0" + ALIKE[0])));
        Ips.verify(world.root, List.of(), List.of(), world.cache, IpsListener.NONE)
                .packages()
                .forEach(verified -> assertEquals(List.of(), verified.findings()));
    }

    @Test
    void shouldUndoWhatOneOfSeveralFailedIn() throws IOException {
        Map<String, String> before = CutOffWorld.exact(world.root);
        ImagePlan plan = world.plan(PlanRequest.update());
        IpsListener saboteur = new IpsListener() {
            @Override
            public void beforeFirstChange() {
                removeSomeContents();
            }
        };

        IpsException e = assertThrows(IpsException.class, () -> Ips.execute(world.root, plan, world.cache, saboteur));

        assertTrue(String.valueOf(e.getMessage()).contains("no such file"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).endsWith("; the image is again as it was"), e.getMessage());
        assertEquals(before, CutOffWorld.exact(world.root));
    }

    private void removeSomeContents() {
        try (var files = Files.walk(world.root.resolve("var/pkg/snapup-staging"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith("0")) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
