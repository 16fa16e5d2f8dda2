package org.snapup.daemon.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.storage.directory.DirectoryWorld;
import org.snapup.testing.SimulatedCrash;
import org.snapup.testing.TinyEngine;
import org.snapup.testing.TinyEngine.Fault;

/** The crash points are those that crash-points.txt lists: none is missing, and the matrix meets every one. */
final class CrashPointsTest {
    private static final Set<String> MET = new TreeSet<>();

    @BeforeAll
    static void runEverything(@TempDir Path scratch) throws IOException {
        for (Flow flow : Flow.values()) {
            for (Fault fault : List.of(Fault.NONE, Fault.BEFORE_CHANGE, Fault.IN_THE_MIDDLE)) {
                run(scratch.resolve(flow + "-" + fault), flow, fault, arena -> {});
            }
        }
        for (Flow flow : List.of(Flow.B_IMAGE_UPDATE_ROOT, Flow.C_INSTALL_LIVE)) {
            run(scratch.resolve(flow + "-lost"), flow, Fault.IN_THE_MIDDLE, Arena::loseSafeguards);
        }
    }

    private static void run(Path folder, Flow flow, Fault fault, Consumer<Arena> inTheMiddle) throws IOException {
        TinyEngine engine = new TinyEngine().offer("app", 2).offer("tool", 1);
        DirectoryWorld world = new DirectoryWorld(Files.createDirectories(folder.resolve("world")), false);
        try (Arena arena = new Arena(world, folder, engine.failing(fault))) {
            engine.inTheMiddle(() -> inTheMiddle.accept(arena));
            SimulatedCrash.Points points = new SimulatedCrash.Points(-1);
            arena.start(points);
            arena.run(flow.method, flow.request(arena.otherRoot.toString()));
            arena.stop();
            MET.addAll(points.met());
        }
    }

    @Test
    void shouldBeThoseThatAreListed() throws IOException {
        try (InputStream list = CrashPointsTest.class.getResourceAsStream("crash-points.txt")) {
            assertThat(list).isNotNull();
            assertThat(String.join("\n", MET) + "\n")
                    .isEqualTo(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldStandAroundEveryDurableWrite() {
        assertThat(MET)
                .filteredOn(point -> point.endsWith(":before"))
                .allSatisfy(before -> assertThat(MET).contains(before.replaceAll("before$", "after")));
    }
}
