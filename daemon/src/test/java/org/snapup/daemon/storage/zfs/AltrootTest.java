package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AltrootTest {
    @Test
    void shouldStripItselfAndNothingElse() {
        Altroot altroot = Altroot.of("/alt");

        assertThat(altroot.strip("/alt")).isEqualTo("/");
        assertThat(altroot.strip("/alt/opt")).isEqualTo("/opt");
        assertThat(altroot.strip("/alternative")).isEqualTo("/alternative");
        assertThat(altroot.strip("legacy")).isEqualTo("legacy");
        assertThat(Altroot.of("-").strip("/alt")).isEqualTo("/alt");
    }

    @Test
    void shouldReachFoldersOutsideByClimbing(@TempDir Path folder) throws Exception {
        Path real = folder.toRealPath();
        Altroot altroot = Altroot.of(real.toString());

        assertThat(altroot.toProperty(real.resolve("a"))).isEqualTo("/a");
        assertThat(altroot.toProperty(real)).isEqualTo("/");
        assertThat(Path.of(real + altroot.toProperty(Path.of("/run/x"))).normalize())
                .isEqualTo(Path.of("/run/x"));
        assertThat(Altroot.of("-").toProperty(Path.of("/run/x"))).isEqualTo("/run/x");
    }
}
