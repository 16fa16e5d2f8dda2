package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/** Fuzz target: package archives, and the configuration of repositories. */
public final class ArchiveFuzz {
    private ArchiveFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try {
            RepositoryConfig.parse(new String(input, java.nio.charset.StandardCharsets.UTF_8))
                    .defaultPublisher();
        } catch (IpsException e) {
            // refused in words
        }
        Path file = Files.createTempFile("archive", ".p5p");
        try (FileChannel channel = FileChannel.open(
                Files.write(file, input), StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE)) {
            TarIndex index = TarIndex.read(channel, "input", new HeapBudget());
            for (String name : index.files().keySet()) {
                try (InputStream in = index.open(name)) {
                    if (in != null) {
                        in.readAllBytes();
                    }
                }
            }
        } catch (IpsException e) {
            // refused in words
        }
    }
}
