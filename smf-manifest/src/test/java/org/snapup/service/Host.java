package org.snapup.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** The machine that the tests run on: its programs, and what they say. */
final class Host {
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final boolean STRICT = "1".equals(System.getenv("SNAPUP_REQUIRE_REAL"));

    private Host() {}

    /** What a program said and how it ended. */
    record Result(int status, String text) {}

    /** A program's path; where it is missing the test is skipped, or fails under SNAPUP_REQUIRE_REAL=1. */
    static String program(String name, String debianPackage) {
        for (String folder : new String[] {"/usr/sbin", "/sbin", "/usr/bin", "/bin"}) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return folder + "/" + name;
            }
        }
        throw missing("needs " + name + ": install the package " + debianPackage);
    }

    static void require(boolean present, String whatIsMissing) {
        if (!present) {
            throw missing(whatIsMissing);
        }
    }

    private static RuntimeException missing(String what) {
        if (STRICT) {
            throw new AssertionError(what + " (SNAPUP_REQUIRE_REAL=1 makes this a failure)");
        }
        return new TestAbortedException(what);
    }

    static Result run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("snapup-host", ".out");
        try {
            // a file, not a pipe: a daemon that is started may keep it open
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            int status = builder.start().waitFor();
            return new Result(status, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static Result run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), List.of(command));
    }
}
