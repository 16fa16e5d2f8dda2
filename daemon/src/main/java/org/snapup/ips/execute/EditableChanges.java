package org.snapup.ips.execute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/**
 * What a plan does to files that users may edit, as pkg(1) tells it; each list is sorted.
 *
 * @param moved from where to where
 * @param removed those that go
 * @param installed those that come, under the names that they get
 * @param updated those whose content or attributes change
 */
public record EditableChanges(List<Move> moved, List<String> removed, List<String> installed, List<String> updated) {
    /** A file that gets another name. */
    public record Move(String from, String to) {}

    public EditableChanges {
        moved = List.copyOf(moved);
        removed = List.copyOf(removed);
        installed = List.copyOf(installed);
        updated = List.copyOf(updated);
    }

    /** Looks at the plan, and at the files as they are now. */
    public static EditableChanges of(ImageFiles files, ImagePlan plan) {
        Search search = new Search(files, plan);
        plan.removals().forEach(search::remove);
        Stream.concat(plan.installs().stream(), plan.updates().stream()).forEach(search::install);
        return search.found();
    }

    private static final class Search {
        private final ImageFiles files;
        private final ImagePlan plan;
        private final MovedFiles elsewhere;
        private final List<Move> moved = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private final List<String> installed = new ArrayList<>();
        private final List<String> updated = new ArrayList<>();

        Search(ImageFiles files, ImagePlan plan) {
            this.files = files;
            this.plan = plan;
            this.elsewhere = new MovedFiles(plan);
        }

        EditableChanges found() {
            moved.sort(Comparator.comparing(Move::from).thenComparing(Move::to));
            List.of(removed, installed, updated).forEach(Collections::sort);
            return new EditableChanges(moved, removed, installed, updated);
        }

        void remove(ActionChange change) {
            PlannedAction old = change.from();
            if (old != null && isEditable(old) && elsewhere.successor(old).isEmpty()) {
                String preserve = old.action().get("preserve");
                if (!"abandon".equals(preserve) && !"install-only".equals(preserve)) {
                    removed.add(old.action().path());
                }
            }
        }

        /** What is tagged and is a program is tagged by mistake. */
        private static boolean isEditable(@Nullable PlannedAction planned) {
            return planned != null
                    && planned.kind() == ActionKind.FILE
                    && (planned.action().get("preserve") != null
                            || planned.action().get("overlay") != null)
                    && planned.action().get("elfhash") == null;
        }

        void install(ActionChange change) {
            PlannedAction now = change.to();
            if (now == null || now.kind() != ActionKind.FILE) {
                return;
            }
            PlannedAction source = elsewhere.predecessor(change).orElse(null);
            PlannedAction old = source == null ? change.from() : source;
            if (source == null && !isEditable(now) && !isEditable(old)) {
                return;
            }
            String path = now.action().path();
            @Nullable String preserve = now.action().get("preserve");
            if (old == null) {
                boolean comes = "install-only".equals(preserve)
                        ? !onDisk(path).isFile()
                        : !"legacy".equals(preserve) && !"abandon".equals(preserve);
                if (comes) {
                    installed.add(path);
                }
            } else if (old.kind() != ActionKind.FILE
                    || ("legacy".equals(preserve)
                            && "legacy".equals(old.action().get("preserve")))) {
                updated.add(path);
            } else if (source != null) {
                move(now, source.action(), path);
            } else {
                change(now, old.action(), path);
            }
        }

        private void move(PlannedAction now, Action source, String path) {
            if (now.action().get("preserve") == null) {
                updated.add(path); // whatever was made of it
                return;
            }
            String from = source.path();
            FileOnDisk disk = onDisk(from);
            boolean isFile = disk.isFile();
            Preservation preservation = decide(now, source, disk);
            if (preservation == Preservation.NOTHING) {
                return;
            }
            String to = path + preservation.oldSuffix().orElse("");
            if (isFile) {
                moved.add(new Move(from, to));
            }
            if (preservation == Preservation.RENAME_NEW) {
                installed.add(path + ".new");
            } else if (!isFile || !to.equals(path)) {
                installed.add(path);
            }
        }

        private void change(PlannedAction now, Action old, String path) {
            FileOnDisk disk = onDisk(path);
            boolean isFile = disk.isFile();
            if (isFile && old.equals(now.action())) {
                return; // only what lay over it has gone
            }
            Preservation preservation = decide(now, old, disk);
            switch (preservation) {
                case NOTHING -> {
                    return; // it is left to itself
                }
                case RENAME_OLD, RENAME_UPDATE, RENAME_LEGACY -> {
                    if (isFile) {
                        moved.add(new Move(path, path + preservation.oldSuffix().orElseThrow()));
                    }
                    installed.add(path);
                }
                case RENAME_NEW -> installed.add(path + ".new");
                case KEEP -> {
                    if (attributesDiffer(old, now.action()) && isFile) {
                        updated.add(path);
                    }
                }
                case REPLACE -> {
                    if (!isFile) {
                        installed.add(path);
                    } else if (attributesDiffer(old, now.action())
                            || !Objects.equals(old.hash(), now.action().hash())) {
                        updated.add(path);
                    }
                }
            }
        }

        private Preservation decide(PlannedAction now, Action old, FileOnDisk disk) {
            return Preservation.decide(now.action(), old, plan.isDowngrade(now.fmri()), disk);
        }

        /** Owner, group and mode. */
        private static boolean attributesDiffer(Action old, Action now) {
            return Stream.of("owner", "group", "mode").anyMatch(name -> !Objects.equals(old.get(name), now.get(name)));
        }

        private FileOnDisk onDisk(String path) {
            return new FileOnDisk(files.root(), BytePath.of(path));
        }
    }
}
