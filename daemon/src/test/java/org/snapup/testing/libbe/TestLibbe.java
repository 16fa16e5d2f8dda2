package org.snapup.testing.libbe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.testing.Requires;

/**
 * The libbe of {@code daemon/src/test/c}, built with gcc once a JVM and variant. Its state is one for the whole process:
 * {@link #begin} starts over.
 */
public final class TestLibbe {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Map<List<String>, TestLibbe> BUILT = new HashMap<>();

    private final Path file;
    private final Controls controls;

    private TestLibbe(Path file) {
        this.file = file;
        this.controls = LibraryLoader.create(Controls.class).load(file.toString());
    }

    /** What the library has for tests. Public only because jnr-ffi's generated code must see it. */
    public interface Controls {
        void test_begin(@In byte[] bes, @In byte[] running, @In byte[] outOfAltroot, @In byte[] menu);

        void test_fail(@In byte[] function, int error);

        void test_hold(int hold);

        void test_wait(int wait);

        int test_boot_loaders();

        long test_allocated();

        long test_in_use();
    }

    /**
     * Builds it, or gives the one that was built; skips the test where a part is missing.
     *
     * @param variants as the source's first comment lists them
     */
    public static synchronized TestLibbe build(String... variants) {
        return BUILT.computeIfAbsent(List.of(variants), TestLibbe::compile);
    }

    private static TestLibbe compile(List<String> variants) {
        Path gcc = Requires.program("gcc", "gcc");
        Path nvpair = RealNvpair.file();
        Path source = Path.of(Files.isDirectory(Path.of("src/test/c")) ? "src/test/c" : "daemon/src/test/c")
                .resolve("libbe.c")
                .toAbsolutePath();
        try {
            Path folder = Files.createTempDirectory("snapup-libbe");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("libbe.so.1");
            file.toFile().deleteOnExit();
            List<String> argv = new ArrayList<>(List.of(gcc.toString(), "-std=gnu11", "-O1", "-Wall", "-Wextra"));
            argv.addAll(List.of("-Wno-format-truncation", "-Werror", "-shared", "-fPIC"));
            argv.addAll(variants);
            argv.addAll(List.of("-o", file.toString(), source.toString(), nvpair.toString()));
            argv.add("-Wl,-rpath," + nvpair.getParent());
            CommandResult result = ProcessRunner.create().run(Command.of(TIMEOUT, argv));
            if (!result.ok()) {
                throw new AssertionError("the test's libbe can't be built: " + result);
            }
            return new TestLibbe(file);
        } catch (IOException e) {
            throw new AssertionError("the test's libbe can't be built", e);
        }
    }

    public Path file() {
        return file;
    }

    /**
     * Starts over.
     *
     * @param bes the dataset above the BEs
     * @param outOfAltroot what leads from the pool's altroot to the root, empty without an altroot
     */
    public void begin(String bes, String running, String outOfAltroot, Path menu) {
        controls.test_begin(bytes(bes), bytes(running), bytes(outOfAltroot), bytes(menu.toString()));
        controls.test_hold(0);
    }

    /** From now on the function fails with the error; 0 ends that. */
    public void fail(String function, int error) {
        controls.test_fail(bytes(function), error);
    }

    /** Lists are made of what the next one sees, without running a command. */
    public void hold(boolean hold) {
        controls.test_hold(hold ? 1 : 0);
    }

    /** Writing a boot loader doesn't end while this is set. */
    public void keepWriting(boolean on) {
        controls.test_wait(on ? 1 : 0);
    }

    /** How often a boot loader was written since {@link #begin}. */
    public int bootLoaders() {
        return controls.test_boot_loaders();
    }

    /** Pieces of memory that the library gave and that weren't given back. */
    public long allocated() {
        return controls.test_allocated();
    }

    /** Bytes that this process has from malloc, whoever asked for them. */
    public long inUse() {
        return controls.test_in_use();
    }

    private static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }
}
