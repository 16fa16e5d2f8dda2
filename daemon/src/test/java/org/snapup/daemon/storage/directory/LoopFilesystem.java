package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.snapup.testing.Requires;

/** A filesystem of the test's own in a file, mounted through a loop device until it is closed. */
final class LoopFilesystem implements AutoCloseable {
    private static final long BYTES = 400L << 20;

    private final Path mountpoint;
    private final Path image;

    private LoopFilesystem(Path image, Path mountpoint) {
        this.image = image;
        this.mountpoint = mountpoint;
    }

    /**
     * Makes and mounts one; skips the test where the machine can't.
     *
     * @param make the mkfs program's name and its options
     */
    static LoopFilesystem create(Path folder, String debianPackage, String... make) throws IOException {
        Requires.root();
        List<String> command = new java.util.ArrayList<>(Arrays.asList(make));
        command.set(0, Requires.program(make[0], debianPackage).toString());
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        command.add(image.toString());
        run(command);
        Path mountpoint = Files.createDirectory(folder.resolve("filesystem"));
        run(List.of(
                Requires.program("mount", "mount").toString(), "-o", "loop", image.toString(), mountpoint.toString()));
        return new LoopFilesystem(image, mountpoint);
    }

    Path mountpoint() {
        return mountpoint;
    }

    @Override
    public void close() throws IOException {
        run(List.of(Requires.program("umount", "mount").toString(), mountpoint.toString()));
        Files.delete(image);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(command + " ended with " + status + ": " + output);
        }
    }
}
