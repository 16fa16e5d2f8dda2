package org.snapup.ips.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.execute.TestWorld;

class RunningSystemTest {
    @TempDir
    Path temporary;

    private static RunningSystem at(Path root) {
        return RunningSystem.of(Map.of("PKG_LIVE_ROOT", root.toString()));
    }

    @Test
    void shouldReadWhatIsInstalled() {
        TestWorld world = new TestWorld(temporary);
        world.publish("boot@2");
        world.install("boot");

        assertThat(at(world.root).get()).containsOnlyKeys("boot");
    }

    @Test
    void shouldKnowOfNothingWhereThereIsNoImage() {
        assertThat(at(temporary).get()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWithAnImageThatCannotBeRead() throws IOException {
        TestWorld world = new TestWorld(temporary);
        Files.writeString(world.root.resolve("var/pkg/pkg5.image"), "[nothing that is\n");

        assertThatThrownBy(() -> at(world.root).get()).isInstanceOf(IpsException.class);
    }
}
