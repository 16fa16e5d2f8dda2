package org.snapup.daemon.boot;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Regenerates what a BE boots from after its packages changed, and verifies it. */
public interface BootArchive {
    /** A root that has nothing to regenerate: no kernel is in it. */
    BootArchive NONE = (root, output) -> {};

    /**
     * Regenerates and verifies the boot artefacts of the BE mounted at this root.
     *
     * @param output takes each line that the tools print
     * @throws org.snapup.protocol.SnapupException {@code BOOT_ARCHIVE_FAILED}
     */
    void regenerate(Path root, Consumer<String> output);
}
