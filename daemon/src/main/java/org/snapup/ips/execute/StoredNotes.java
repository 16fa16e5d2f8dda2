package org.snapup.ips.execute;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.ReleaseNotes;

/**
 * The release notes of an operation, as the image keeps them for its history.
 *
 * @param name of their file; null where there are none
 */
record StoredNotes(@Nullable String name, List<String> lines) {
    /** @param id of the operation */
    static StoredNotes of(ImagePlan plan, String id) {
        List<String> lines = ReleaseNotes.of(plan).lines();
        return new StoredNotes(lines.isEmpty() ? null : "release-notes-" + id + ".txt", lines);
    }

    Optional<BytePath> path() {
        return Optional.ofNullable(name).map(ImageLayout.NOTES::resolve);
    }

    void write(ImageFiles files) {
        path().ifPresent(path -> {
            files.root().makeDirectories(ImageLayout.NOTES, 0755);
            files.write(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), 0644);
        });
    }
}
