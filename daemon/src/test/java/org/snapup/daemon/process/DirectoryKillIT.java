package org.snapup.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.snapup.daemon.IpsWorld;

final class DirectoryKillIT extends KilledSnapupd {
    @Override
    IpsWorld world(Path folder) throws IOException {
        return IpsWorld.onDirectories(folder);
    }

    @Override
    Path live(IpsWorld world) {
        return world.folder().resolve("be/be0");
    }

    @Override
    void checkLeftovers(IpsWorld world) throws IOException {
        for (String place : new String[] {"new", "trash"}) {
            Path folder = world.folder().resolve("be/.snapup").resolve(place);
            if (Files.exists(folder)) {
                try (Stream<Path> leftovers = Files.list(folder)) {
                    assertThat(leftovers).isEmpty();
                }
            }
        }
    }
}
