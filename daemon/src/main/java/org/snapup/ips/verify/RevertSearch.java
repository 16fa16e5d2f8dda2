package org.snapup.ips.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Glob;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.plan.PlannedAction;

/**
 * Finds the files that a revert makes again, as if nobody was to edit them, and those that it removes: a directory with
 * {@code revert-tag=TAG=GLOB} loses what fits and no package delivers.
 */
final class RevertSearch {
    private static final String TAG = "revert-tag";

    private final ImageFiles files;
    private final Image image;
    private final InstalledManifests manifests;
    private final IpsListener listener;
    private final PackageVerifier.Scope scope;
    private final Map<PlannedAction, Finding.Mending> repairs = new LinkedHashMap<>();

    RevertSearch(ImageFiles files, Image image, InstalledManifests manifests, IpsListener listener) {
        this.files = files;
        this.image = image;
        this.manifests = manifests;
        this.listener = listener;
        this.scope = new PackageVerifier.Scope(image, Set.of());
    }

    /** @throws IpsException NOT_FOUND for a path that no package delivers a file at */
    Map<PlannedAction, Finding.Mending> find(PlanRequest.Revert request) {
        Set<String> tags = new HashSet<>(request.tags());
        Set<String> paths = new LinkedHashSet<>();
        request.paths().forEach(path -> paths.add(path.replaceFirst("^/+", "")));
        List<PlannedAction> chosen = new ArrayList<>();
        List<PlannedAction> directories = new ArrayList<>();
        Set<String> overlaid = new HashSet<>();
        for (Fmri fmri : image.installed().values()) {
            listener.checkCancelled();
            manifests.read(files, fmri, action -> {
                if (scope.counts(fmri, action)) {
                    PlannedAction planned = new PlannedAction(fmri, action);
                    if (action.kind() == ActionKind.FILE) {
                        String path = action.path();
                        boolean tagged = action.attributes().all(TAG).stream().anyMatch(tags::contains);
                        if (tagged || paths.contains(path)) {
                            chosen.add(planned);
                        }
                        if (OverlaidFiles.isOverlaying(action)) {
                            overlaid.add(path);
                        }
                    } else if (action.kind() == ActionKind.DIR && action.get(TAG) != null) {
                        directories.add(planned);
                    }
                }
                return false;
            });
        }
        requireAll(paths, chosen);
        chosen.removeIf(planned -> OverlaidFiles.isOverlaid(planned.action())
                && overlaid.contains(planned.action().path()));
        revert(chosen);
        for (PlannedAction directory : directories) {
            for (String tag : directory.action().attributes().all(TAG)) {
                int equals = tag.indexOf('=');
                if (equals > 0 && tags.contains(tag.substring(0, equals))) {
                    clean(directory, tag.substring(equals + 1));
                }
            }
        }
        return repairs;
    }

    private static void requireAll(Set<String> paths, List<PlannedAction> chosen) {
        Set<String> missing = new LinkedHashSet<>(paths);
        chosen.forEach(planned -> missing.remove(planned.action().path()));
        if (!missing.isEmpty()) {
            throw IpsException.notFound("no installed package delivers a file at "
                    + String.join(", ", missing.stream().map(path -> "/" + path).toList())
                    + ": only packaged files can be reverted");
        }
    }

    private void revert(List<PlannedAction> chosen) {
        ActionVerifier verifier = new ActionVerifier(files, image);
        for (PlannedAction planned : chosen) {
            Action action = planned.action();
            if ("abandon".equals(action.get("preserve"))) {
                continue;
            }
            Attributes attributes = action.attributes().without("preserve").without("preserve-version");
            Action original = Action.of(ActionKind.FILE, action.hash(), attributes);
            boolean differs = verifier.verify(planned.fmri(), original).stream()
                    .anyMatch(finding -> finding.mending() == Finding.Mending.CONTENT);
            if (differs) {
                repairs.put(new PlannedAction(planned.fmri(), original), Finding.Mending.CONTENT);
            }
        }
    }

    /** Directories that other filesystems are mounted on are left alone. */
    private void clean(PlannedAction directory, String pattern) {
        BytePath path = BytePath.of(directory.action().path());
        if (path.isRoot()
                || files.root().find(path).filter(FileStat::isDirectory).isEmpty()) {
            return;
        }
        Set<String> packaged = packaged(directory.action().path());
        try (DirectoryHandle handle = files.root().directory(path);
                DirectoryHandle above = files.root().directory(path.parent())) {
            long device = handle.stat().device();
            if (above.stat().device() != device) {
                return;
            }
            for (byte[] name : handle.list()) {
                String text = new String(name, StandardCharsets.UTF_8);
                BytePath entry = path.resolve(name);
                if (Glob.matches(pattern, text) && !packaged.contains(entry.toString())) {
                    remove(directory.fmri(), entry, device);
                }
            }
        }
    }

    /** What packages deliver in a directory, directories that only hold something included. */
    private Set<String> packaged(String directory) {
        Set<String> packaged = new HashSet<>();
        String start = directory + "/";
        for (Fmri fmri : image.installed().values()) {
            manifests.read(files, fmri, action -> {
                if (action.kind().hasPath() && action.path().startsWith(start)) {
                    int slash = action.path().indexOf('/', start.length());
                    packaged.add(slash < 0 ? action.path() : action.path().substring(0, slash));
                }
                return false;
            });
        }
        return packaged;
    }

    private void remove(Fmri fmri, BytePath path, long device) {
        FileStat stat = files.root().find(path).orElse(null);
        if (stat == null || !isText(path)) {
            return;
        }
        ActionKind kind = stat.isDirectory() ? ActionKind.DIR : ActionKind.FILE;
        if (stat.isDirectory()) {
            if (stat.device() != device) {
                return;
            }
            try (DirectoryHandle handle = files.root().directory(path)) {
                for (byte[] name : handle.list()) {
                    remove(fmri, path.resolve(name), device);
                }
            }
        }
        Action action = Action.of(kind, Attributes.of("path", path.toString()));
        repairs.put(new PlannedAction(fmri, action), Finding.Mending.REMOVAL);
    }

    /** A name that isn't UTF-8 can't stand in an action. */
    private boolean isText(BytePath path) {
        boolean text = BytePath.of(path.toString()).equals(path);
        if (!text) {
            listener.note("Not removed, because its name isn't text: " + path + ".");
        }
        return text;
    }
}
