package org.snapup.ips.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.snapup.exec.Command;
import org.snapup.exec.ProcessRunner;
import org.snapup.testing.Requires;

/** Images that were made by the real tools. */
public final class GenuineImage {
    private GenuineImage() {}

    /**
     * Unpacks the image of a format; its repository is the shared one.
     *
     * @param root a folder that isn't there yet
     */
    public static Path unpack(int format, Path root) throws IOException {
        Path archive = Requires.shared("ips/images/format" + format + ".tar.gz");
        Files.createDirectories(root);
        ProcessRunner.create()
                .run(Command.of(
                        Duration.ofMinutes(1), List.of("/bin/tar", "xzf", archive.toString(), "-C", root.toString())))
                .out();
        Path config = root.resolve("var/pkg/pkg5.image");
        String repository = Requires.shared("ips/repo").toUri().toString();
        Files.writeString(config, Files.readString(config).replace("file:///srv/ips/repo/", repository));
        return root;
    }
}
