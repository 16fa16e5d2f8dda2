package org.snapup.ips.upkeep;

import java.nio.file.Path;
import java.util.List;
import org.snapup.ips.IpsListener;

/** A process that brings an image to the newest format, to be killed. */
final class UpdatesFormat {
    private UpdatesFormat() {}

    public static void main(String[] args) {
        FormatUpdate.run(Path.of(args[0]), Path.of(args[1]), List.of("snapup", "update-format"), IpsListener.NONE);
    }
}
