package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.cli.SnapupImage;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

/**
 * Kills {@code snapup-image} with SIGKILL as it enters a system call that changes something, and lets the next one go on.
 * With {@code -Pcrash} at each such call.
 */
class ImageKillIT {
    private static final boolean EVERY = Boolean.getBoolean("snapup.crash.everywhere");
    private static final int KILLED = 137;

    /** System calls and which of them; those of the virtual machine itself have other names. */
    private static final Map<String, List<Integer>> SOME = Map.of(
            "mkdirat", List.of(2),
            "linkat", List.of(3),
            "fsync", List.of(5),
            "renameat", List.of(1, 6, 17),
            "unlinkat", List.of(2, 9, 25),
            "symlinkat", List.of(1),
            "syncfs", List.of(1),
            "renameat2", List.of(1));

    /** Which of a thread's calls, where several threads write. */
    private static final Map<String, List<Integer>> SOME_OF_MANY = Map.of(
            "openat", List.of(900),
            "write", List.of(500),
            "fchmod", List.of(10, 120),
            "fchownat", List.of(5, 100),
            "renameat", List.of(5, 60, 130));

    @TempDir
    Path temporary;

    @Test
    void shouldBeUndoneOrFinishedByTheNextCall() throws Exception {
        assertThat(kill(new CutOffWorld(temporary).world, "a", SOME, EVERY)).hasSizeGreaterThan(10);
    }

    @Test
    void shouldBeUndoneOrFinishedWhereSeveralFilesAreWrittenAtATime() throws Exception {
        assertThat(kill(ManyFilesTest.world(temporary), "many", SOME_OF_MANY, false))
                .hasSizeGreaterThan(3);
    }

    /** Which calls it was killed in; each time, the image is as before or after the update, by version 2 of the package. */
    private List<String> kill(TestWorld world, String stem, Map<String, List<Integer>> calls, boolean every)
            throws Exception {
        Requires.program("strace", "strace");
        Map<String, String> before = CutOffWorld.exact(world.root);
        Path done = CutOffWorld.copy(world.root, temporary.resolve("done"));
        Ips.execute(done, world.plan(PlanRequest.update()), world.cache, IpsListener.NONE);
        Map<String, String> after = CutOffWorld.outcome(done);
        List<String> killed = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> call : calls.entrySet()) {
            List<Integer> whens = call.getValue();
            for (int i = 0; every || i < whens.size(); i++) {
                String point = call.getKey() + ":signal=KILL:when=" + (every ? i + 1 : whens.get(i));
                Path image = CutOffWorld.copy(world.root, temporary.resolve("killed"));
                int status = run(
                        image,
                        List.of(
                                "strace",
                                "-f",
                                "-qq",
                                "-o",
                                "/dev/null",
                                "-e",
                                "trace=" + call.getKey(),
                                "-e",
                                "inject=" + point),
                        "update");
                if (status == 0) {
                    delete(image);
                    break;
                }
                assertThat(status).as(point).isEqualTo(KILLED);
                killed.add(point);
                checkEnd(image, point, stem, before, after);
                delete(image);
            }
        }
        return killed;
    }

    private void checkEnd(Path image, String point, String stem, Map<String, String> before, Map<String, String> after)
            throws Exception {
        assertThat(run(image, List.of(), "recover")).as(point).isIn(0, 4);
        boolean isAfter = String.valueOf(Ips.installed(image).get(stem)).contains("@2");
        if (isAfter) {
            assertThat(CutOffWorld.outcome(image)).as(point).isEqualTo(after);
        } else {
            assertThat(CutOffWorld.exact(image)).as(point).isEqualTo(before);
        }
    }

    private int run(Path image, List<String> prefix, String verb) throws IOException, InterruptedException {
        String java = System.getenv().getOrDefault("SNAPUP_TEST_JAVA", System.getProperty("java.home") + "/bin/java");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SnapupImage.class.getName()));
        command.addAll(List.of(verb, image.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("SNAPUP_IMAGE_CACHE", temporary.resolve("image-cache").toString());
        builder.redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
