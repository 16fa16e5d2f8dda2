package org.snapup.daemon.packages.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.image.MediatorSetting;
import org.snapup.protocol.Plan.SettingChange;
import org.snapup.protocol.Plan.SettingKind;

class SettingChangesTest {
    @Test
    void shouldTellOfAChoiceOfLinksWithoutAnImplementation(@TempDir Path root) {
        Ips.create(root, new ImageSpec(Map.of(), Map.of(), Map.of()), List.of("test"));
        ImageConfig followed = withImplementationSource(Image.read(root).config(), "system");
        ImageConfig chosen = withImplementationSource(followed, "local");

        assertThat(SettingChanges.between(followed, chosen))
                .containsExactly(new SettingChange(
                        SettingKind.MEDIATOR,
                        "vi",
                        "version 1 (system)",
                        "version 1 (system), implementation None (local)"));
        assertThat(SettingChanges.between(chosen, followed)).hasSize(1);
        assertThat(SettingChanges.between(chosen, chosen)).isEmpty();
    }

    private static ImageConfig withImplementationSource(ImageConfig config, String source) {
        return config.withMediators(Map.of("vi", new MediatorSetting("1", "system", null, null, source)));
    }
}
