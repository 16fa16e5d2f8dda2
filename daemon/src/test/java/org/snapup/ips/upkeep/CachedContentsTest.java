package org.snapup.ips.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.CacheFile;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.ImageLock;

class CachedContentsTest {
    @TempDir
    Path temporary;

    private static Path file(Path path) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, "content");
    }

    @Test
    void shouldRemoveWhatWasFetchedAndNothingElse() throws IOException {
        TestWorld world = new TestWorld(temporary);
        world.publish("a@1", "file path=opt/a mode=0644 owner=root group=root");
        world.install("a");
        Path theirs = file(world.root.resolve("var/pkg/publisher/test/file/ab/abc"));
        Path payload = file(world.cache.resolve("payload/ab/abc"));
        Path manifest = file(world.cache.resolve("manifest/ab/abc"));
        Path unfinished = file(world.cache.resolve(CacheFile.UNFINISHED + "/1"));
        Path catalog = file(world.cache.resolve("catalog/test/x/catalog.attrs"));
        List<String> said = new ArrayList<>();

        long removed = CachedContents.remove(world.root, world.cache, new IpsListener() {
            @Override
            public void note(String text) {
                said.add(text);
            }
        });

        assertThat(removed).isEqualTo(3);
        assertThat(theirs.resolveSibling("")).doesNotExist();
        assertThat(payload).doesNotExist();
        assertThat(manifest).doesNotExist();
        assertThat(List.of(unfinished, catalog, world.cache.resolve("operation")))
                .allMatch(Files::exists);
        assertThat(said)
                .containsExactly(
                        "Checking cache directory " + world.root + "/var/pkg/publisher/test/file (test)",
                        "Checking cache directory " + world.cache + "/payload (None)",
                        "Checking cache directory " + world.cache + "/manifest (None)");
        assertThat(CachedContents.remove(world.root, world.cache, IpsListener.NONE))
                .isZero();
        world.publish("a@2", "file path=opt/a mode=0644 owner=root group=root");
        world.install("a");
        assertThat(world.installed()).containsExactly("a@2");
    }

    @Test
    void shouldFollowNoLinkOutOfTheImage() throws IOException {
        TestWorld world = new TestWorld(temporary);
        Path outside = file(temporary.resolve("outside/file"));
        Files.createDirectories(world.root.resolve("var/pkg/publisher/test"));
        Files.createSymbolicLink(world.root.resolve("var/pkg/publisher/test/file"), outside.resolveSibling(""));
        Files.createDirectories(world.cache);
        Files.createSymbolicLink(world.cache.resolve("payload"), outside.resolveSibling(""));

        CachedContents.remove(world.root, world.cache, IpsListener.NONE);

        assertThat(outside).exists();
    }

    @Test
    void shouldWaitForNobodyWhoUsesTheImage() {
        TestWorld world = new TestWorld(temporary);
        try (ImageLock held = ImageLock.shared(world.root)) {
            assertThatThrownBy(() -> CachedContents.remove(world.root, world.cache, IpsListener.NONE))
                    .isInstanceOfSatisfying(
                            IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.LOCKED));
        }
    }
}
