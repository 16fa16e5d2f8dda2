package org.snapup.ips.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.HistoryEntry;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.plan.ReleaseNotes;
import org.snapup.ips.query.ImageQueries;

class StoredNotesTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void publish() {
        world = new TestWorld(temporary);
        world.publish("a@1", "file path=usr/first mode=0444 owner=root group=root release-note=feature/pkg/self@0");
        world.publish(
                "a@2",
                "file path=usr/first mode=0444 owner=root group=root release-note=feature/pkg/self@0",
                "file path=usr/second mode=0444 owner=root group=root release-note=a@2 must-display=true",
                "file path=usr/broken mode=0444 owner=root group=root");
    }

    @Test
    void shouldBeInTheHistory() throws IOException {
        assertThat(ReleaseNotes.of(world.plan(PlanRequest.install("a@1"))).mustDisplay())
                .isFalse();
        world.install("a@1");
        assertThat(last().releaseNotes()).isEqualTo("usr/first of a@1");

        ImagePlan plan = world.plan(PlanRequest.update());
        assertThat(ReleaseNotes.of(plan)).isEqualTo(new ReleaseNotes(true, List.of("usr/second of a@2")));
        world.execute(plan);
        assertThat(last().releaseNotes()).isEqualTo("usr/second of a@2");

        world.uninstall("a");
        assertThat(last().releaseNotes()).isNull();
        assertThat(notes()).isDirectoryNotContaining(path -> !Files.isRegularFile(path));
        for (Path file : files()) {
            Files.delete(file);
        }
        assertThat(history()).extracting(HistoryEntry::releaseNotes).containsOnlyNulls();
    }

    @Test
    void shouldGoWithAnOperationThatFails() throws IOException {
        world.install("a@1");
        ImagePlan plan = world.plan(PlanRequest.update());
        IpsListener saboteur = new IpsListener() {
            @Override
            public void progress(String phase, long done, long total, long bytes, long totalBytes) {
                if (phase.startsWith("Saving the image") && done == 0) {
                    throw new IpsException(IpsException.Kind.CANCELLED, "stopped");
                }
            }
        };

        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, saboteur))
                .hasMessageContaining("as it was");

        assertThat(files()).hasSize(1);
        assertThat(last().outcome()).isEqualTo("Failed");
        assertThat(last().releaseNotes()).isNull();
    }

    private Path notes() {
        return world.root.resolve("var/pkg/notes");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(notes())) {
            return files.toList();
        }
    }

    private List<HistoryEntry> history() {
        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            return queries.history();
        }
    }

    private HistoryEntry last() {
        List<HistoryEntry> all = history();
        return all.get(all.size() - 1);
    }
}
