package org.snapup.daemon.storage.directory.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Copies a tree of 40,000 small files with {@link TreeCopy} and with {@code cp -a --reflink=auto} followed by
 * {@code sync -f}, by turns, and prints the medians and their ratio. See docs/benchmarks/directory-copy.sh.
 */
final class CopyBenchmark {
    private static final int FOLDERS = 2000;
    private static final int FILES_A_FOLDER = 20;
    private static final int ROUNDS = 7;

    private CopyBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "copy-benchmark");
        try {
            Path source = fill(folder.resolve("source"));
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Path target = Files.createDirectory(folder.resolve("ours"));
                ours.add(seconds(() -> new TreeCopy(source, target, true, CrashPoint.NONE).run()));
                remove(target);
                Path other = folder.resolve("theirs");
                theirs.add(seconds(() -> {
                    run("cp", "-a", "--reflink=auto", source.toString(), other.toString());
                    run("sync", "-f", other.toString());
                }));
                remove(other);
                System.out.printf(
                        "round %d: snapup %.2f s, cp %.2f s%n", round + 1, ours.get(round), theirs.get(round));
            }
            System.out.printf(
                    "%d files: first round %.2f s; median: snapup %.2f s, cp -a and sync %.2f s, ratio %.2f%n",
                    FOLDERS * FILES_A_FOLDER, ours.get(0), median(ours), median(theirs), median(ours) / median(theirs));
        } finally {
            remove(folder);
        }
    }

    private static Path fill(Path source) throws IOException {
        Random random = new Random(40_000);
        for (int i = 0; i < FOLDERS; i++) {
            Path below = Files.createDirectories(source.resolve("d" + i % 50).resolve("d" + i));
            for (int j = 0; j < FILES_A_FOLDER; j++) {
                byte[] content = new byte[random.nextInt(8000)];
                random.nextBytes(content);
                Files.write(below.resolve("file" + j), content);
            }
        }
        run("sync", "-f", source.toString());
        return source;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void remove(Path folder) throws IOException {
        new TreeRemoval(folder, CrashPoint.NONE).run();
        Files.delete(folder);
        run("sync", "-f", folder.resolveSibling(".").toString());
    }

    private static void run(String... command) {
        try {
            int status = new ProcessBuilder(command)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (status != 0) {
                throw new IllegalStateException(Arrays.toString(command) + " ended with " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
