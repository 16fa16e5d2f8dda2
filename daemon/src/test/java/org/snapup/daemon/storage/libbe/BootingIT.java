package org.snapup.daemon.storage.libbe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ffi.libbe.Libbe;
import org.snapup.testing.libbe.RealNvpair;

class BootingIT {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseGrubWhoseMenuDoesNotFollowBootfs() throws IOException {
        try (LibbeWorld world = new LibbeWorld(folder, 128)) {
            Libbe libbe = Libbe.load(world.libbe().file(), RealNvpair.load());
            Path defaults = folder.resolve("be");
            Booting booting = new Booting(libbe, world.zfs().open(), defaults);
            assertThat(booting.obstacle()).isEmpty();

            Files.writeString(defaults, "BENAME_STARTS_WITH=be\nBE_HAS_GRUB=false\n");
            assertThat(booting.obstacle()).isEmpty();

            Files.writeString(defaults, "BE_HAS_GRUB = \"true\"\n");
            assertThat(booting.obstacle())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("GRUB", "beadm"));
            assertThat(booting.onceObstacle()).isPresent();
        }
    }
}
