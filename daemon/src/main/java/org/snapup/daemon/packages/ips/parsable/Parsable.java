package org.snapup.daemon.packages.ips.parsable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.execute.EditableChanges;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.ReleaseNotes;
import org.snapup.protocol.Json;

/**
 * The object that pkg(1) prints, with its keys in its order. What is about BEs isn't known here; backups aren't made and
 * there are no child images.
 */
public final class Parsable {
    private static final long VERSION = 0;

    private final Map<String, @Nullable Object> object = new LinkedHashMap<>();

    private Parsable(Path root) {
        object.put("activate-be", true);
        object.put("add-packages", List.of());
        object.put("affect-packages", List.of());
        object.put("affect-services", List.of());
        object.put("backup-be-name", null);
        object.put("be-name", null);
        object.put("boot-archive-rebuild", false);
        object.put("change-facets", List.of());
        object.put("change-editables", List.of());
        object.put("change-mediators", List.of());
        object.put("change-packages", List.of());
        object.put("change-variants", List.of());
        object.put("child-images", List.of());
        object.put("create-backup-be", false);
        object.put("create-new-be", false);
        object.put("image-name", null);
        object.put("item-messages", Map.of());
        object.put("licenses", List.of());
        object.put("release-notes", List.of());
        object.put("remove-packages", List.of());
        object.put("space-available", spaceAvailable(root));
        object.put("space-required", 0L);
        object.put("version", VERSION);
    }

    /** Null where the system doesn't say. */
    private static @Nullable Long spaceAvailable(Path root) {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * A plan.
     *
     * @param before how the image is configured now
     * @param found what a fix would mend and what it found besides; null for other operations
     */
    public static String of(Path root, ImageConfig before, ImagePlan plan, @Nullable Messages found) {
        Parsable parsable = new Parsable(root);
        try (ImageFiles files = ImageFiles.open(root)) {
            parsable.object.put("boot-archive-rebuild", BootFiles.of(files).isConcernedBy(plan));
            parsable.object.put("change-editables", editables(EditableChanges.of(files, plan)));
        }
        parsable.packages(plan);
        PlannedSettings settings =
                new PlannedSettings(before, plan.configuration().orElse(before));
        parsable.object.put("affect-services", PlannedServices.of(plan));
        parsable.object.put("change-facets", settings.facets());
        parsable.object.put("change-mediators", settings.mediators());
        parsable.object.put("change-variants", settings.variants());
        parsable.object.put("licenses", PlannedTexts.licenses(plan));
        parsable.object.put("release-notes", ReleaseNotes.of(plan).lines());
        parsable.object.put("space-required", Math.max(0, plan.growthBytes()));
        if (found != null) {
            parsable.object.put("item-messages", found.toMap());
        }
        return parsable.json();
    }

    /** A verification: what is broken counts as what a fix would affect. */
    public static String of(Path root, Messages found) {
        Parsable parsable = new Parsable(root);
        parsable.object.put("affect-packages", sorted(found.broken()));
        parsable.object.put("item-messages", found.toMap());
        return parsable.json();
    }

    private String json() {
        return new String(Json.write(object), StandardCharsets.UTF_8);
    }

    private void packages(ImagePlan plan) {
        List<List<String>> changed = new ArrayList<>();
        for (PackageChange change : plan.changed()) {
            changed.add(List.of(String.valueOf(change.from()), String.valueOf(change.to())));
        }
        changed.sort(Comparator.comparing(pair -> pair.get(0)));
        object.put(
                "add-packages",
                plan.added().stream()
                        .map(change -> String.valueOf(change.to()))
                        .sorted()
                        .toList());
        object.put(
                "remove-packages",
                plan.removed().stream()
                        .map(change -> String.valueOf(change.from()))
                        .sorted()
                        .toList());
        object.put("change-packages", changed);
        object.put("affect-packages", sorted(plan.adjusted()));
    }

    private static List<String> sorted(Collection<Fmri> fmris) {
        return fmris.stream().map(Fmri::toString).sorted().toList();
    }

    /** {@code [["moved", [[FROM, TO], ...]], ["removed", [PATH, ...]], ...]}, without those of nothing. */
    private static List<Object> editables(EditableChanges changes) {
        List<Object> lists = new ArrayList<>();
        if (!changes.moved().isEmpty()) {
            lists.add(List.of(
                    "moved",
                    changes.moved().stream()
                            .map(move -> List.of(move.from(), move.to()))
                            .toList()));
        }
        add(lists, "removed", changes.removed());
        add(lists, "installed", changes.installed());
        add(lists, "updated", changes.updated());
        return lists;
    }

    private static void add(List<Object> lists, String name, List<String> paths) {
        if (!paths.isEmpty()) {
            lists.add(List.of(name, paths));
        }
    }
}
