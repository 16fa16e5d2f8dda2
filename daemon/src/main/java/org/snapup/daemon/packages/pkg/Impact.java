package org.snapup.daemon.packages.pkg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RebootPaths;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;

/**
 * What a plan means, by the manifests of its packages: pkg(1) doesn't say it beyond the running system. It errs to the
 * safe side: a package whose manifest isn't there asks for a reboot.
 *
 * @param rebootNeeded a running system can't take it in
 * @param downloadBytes of payloads that are new with these versions
 * @param paths everything that may be touched, and the folders that it lies in
 */
record Impact(boolean rebootNeeded, long downloadBytes, SortedSet<String> paths) {
    /** What user, group and driver actions change. */
    private static final List<String> SYSTEM_FILES = List.of(
            "etc/passwd",
            "etc/shadow",
            "etc/group",
            "etc/ftpd/ftpusers",
            "etc/name_to_major",
            "etc/driver_aliases",
            "etc/driver_classes",
            "etc/minor_perm",
            "etc/security/device_policy",
            "etc/security/extra_privs");

    private static final Path MANIFESTS = Path.of("var/pkg/publisher");

    /** @param image where the manifests are */
    static Impact of(Path image, ParsablePlan plan) {
        Reading reading = new Reading(image);
        plan.changes().values().forEach(change -> reading.compare(change.from(), change.to()));
        plan.affected().forEach(reading::all);
        return new Impact(reading.reboot || plan.reboot(), reading.bytes, reading.paths);
    }

    private static final class Reading {
        private final Path image;
        private final SortedSet<String> paths = new TreeSet<>();
        private boolean reboot;
        private long bytes;

        Reading(Path image) {
            this.image = image;
        }

        void compare(@Nullable Fmri from, @Nullable Fmri to) {
            List<Action> before = actions(from);
            List<Action> after = actions(to);
            Set<Action> both = new HashSet<>(before);
            both.retainAll(new HashSet<>(after));
            Set<String> contents = new HashSet<>();
            before.forEach(action -> contents.add(String.valueOf(action.hash())));
            for (Action action : before) {
                touch(action, !both.contains(action));
            }
            for (Action action : after) {
                touch(action, !both.contains(action));
                if (!contents.contains(String.valueOf(action.hash()))) {
                    bytes += action.compressedSize();
                }
            }
        }

        /** Which of its actions change, the plan doesn't tell. */
        void all(Fmri fmri) {
            actions(fmri).forEach(action -> touch(action, true));
        }

        private List<Action> actions(@Nullable Fmri fmri) {
            if (fmri == null) {
                return List.of();
            }
            Path manifest = image.resolve(MANIFESTS)
                    .resolve(fmri.requirePublisher())
                    .resolve("pkg")
                    .resolve(fmri.dirPath());
            if (!Files.isRegularFile(manifest)) {
                reboot = true;
                return List.of();
            }
            return Manifest.read(manifest, ActionFilter.ALL).actions();
        }

        private void touch(Action action, boolean changes) {
            if (action.kind().hasPath()) {
                String path = action.path();
                add(path);
                reboot |= changes && RebootPaths.matches(path);
            } else if (action.kind() == ActionKind.USER
                    || action.kind() == ActionKind.GROUP
                    || action.kind() == ActionKind.DRIVER) {
                SYSTEM_FILES.forEach(this::add);
            } else if (action.kind() == ActionKind.LEGACY) {
                add("var/sadm/pkg/" + action.key());
            }
            reboot |= changes && (action.attributes().isTrue("reboot-needed") || action.kind() == ActionKind.DRIVER);
        }

        private void add(String path) {
            String each = path;
            while (paths.add(each) && each.indexOf('/') > 0) {
                each = each.substring(0, each.lastIndexOf('/'));
            }
        }
    }

    /** The paths as the kernel takes them; the root's own comes first. */
    List<BytePath> bytePaths() {
        Set<BytePath> all = new LinkedHashSet<>();
        all.add(BytePath.ROOT);
        for (String path : paths) {
            try {
                all.add(BytePath.of(path));
            } catch (IllegalArgumentException e) {
                throw IpsException.badInput(
                        "a package delivers to '" + path + "', which is no path: " + e.getMessage());
            }
        }
        return new ArrayList<>(all);
    }
}
