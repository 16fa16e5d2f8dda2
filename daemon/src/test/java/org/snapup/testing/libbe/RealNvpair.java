package org.snapup.testing.libbe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snapup.ffi.nvpair.LibNvpair;
import org.snapup.testing.Requires;

/** Debian's libnvpair, from where {@code daemon/src/test/sh/libnvpair} puts it. */
public final class RealNvpair {
    private static final List<Path> PLACES = List.of(
            Path.of("target/real/libnvpair.so.3"),
            Path.of("daemon/target/real/libnvpair.so.3"),
            Path.of("/lib/x86_64-linux-gnu/libnvpair.so.3"));

    private RealNvpair() {}

    /** Its file; skips the test where it isn't. */
    public static Path file() {
        for (Path place : PLACES) {
            if (Files.exists(place)) {
                return place.toAbsolutePath();
            }
        }
        Requires.require(false, "needs libnvpair.so.3: run daemon/src/test/sh/libnvpair daemon/target/real");
        throw new AssertionError();
    }

    public static LibNvpair load() {
        return LibNvpair.load(file());
    }
}
