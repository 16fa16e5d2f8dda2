package org.snapup.daemon.packages.pkg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;

final class MetadataCopyTest {
    @TempDir
    Path temporary;

    @Test
    void shouldBeGoneAfterTheNextStartWhereTheDaemonWasKilled() throws IOException {
        PackageWorld world = new PackageWorld(temporary);
        world.publish("hello@1", "dir path=etc owner=root group=sys mode=0755");
        world.createImage();
        world.install("hello");
        Path state = temporary.resolve("state");
        Path cache = state.resolve("cache");
        Path copy = MetadataCopy.of(world.root, cache).root(); // and never closed
        assertThat(Ips.installed(copy)).containsKey("hello");

        StateDirectory.open(state).close();

        assertThat(copy).doesNotExist();
        assertThat(cache.resolve("unfinished")).isEmptyDirectory();
        assertThat(Ips.verify(world.root, List.of(), List.of(), cache, IpsListener.NONE)
                        .packages())
                .hasSize(1)
                .allMatch(verified -> verified.isWhole());
    }
}
