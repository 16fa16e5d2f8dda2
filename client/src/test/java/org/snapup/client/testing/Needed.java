package org.snapup.client.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Programs of the system that a test works with. */
public final class Needed {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

    private Needed() {}

    /** The program's path; without it the test is skipped, or fails under {@code SNAPUP_REQUIRE_REAL=1}. */
    public static String program(String name, String debianPackage) {
        for (String folder : FOLDERS) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        String missing = "there is no program " + name + "; on Debian: apt-get install " + debianPackage;
        if ("1".equals(System.getenv("SNAPUP_REQUIRE_REAL"))) {
            throw new AssertionError(missing);
        }
        throw new TestAbortedException(missing);
    }
}
