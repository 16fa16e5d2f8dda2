package org.snapup.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine. Where it is missing the test is skipped with a word on what is missing; under the
 * switch {@code SNAPUP_REQUIRE_REAL=1} (set in CI) it fails instead.
 */
public final class Requires {
    private static final boolean STRICT = "1".equals(System.getenv("SNAPUP_REQUIRE_REAL"));

    private Requires() {}

    public static void root() {
        require("root".equals(System.getProperty("user.name")), "needs root: run as root");
    }

    /** The absolute path of a program, looked for in the system's folders. */
    public static Path program(String name, String debianPackage) {
        for (String folder : new String[] {"/usr/sbin", "/sbin", "/usr/bin", "/bin"}) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw missing("needs " + name + ": install the package " + debianPackage);
    }

    public static void require(boolean present, String whatIsMissing) {
        if (!present) {
            throw missing(whatIsMissing);
        }
    }

    /**
     * The shared material beside the checkout; it is optional everywhere, so its absence never fails a test.
     */
    public static Path shared(String path) {
        String configured = System.getProperty("snapup.shared");
        Path base = Path.of("").toAbsolutePath();
        Path shared = configured != null ? Path.of(configured) : base.resolveSibling("shared");
        if (configured == null && !Files.isDirectory(shared) && base.getParent() != null) {
            shared = base.getParent().resolveSibling("shared");
        }
        if (!Files.exists(shared.resolve(path))) {
            throw new TestAbortedException("the optional shared material is not beside the checkout: " + path);
        }
        return shared.resolve(path);
    }

    private static RuntimeException missing(String what) {
        if (STRICT) {
            throw new AssertionError(what + " (SNAPUP_REQUIRE_REAL=1 makes this a failure)");
        }
        return new TestAbortedException(what);
    }
}
