package org.snapup.ips.execute;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.execute.contents.PayloadWriter;
import org.snapup.ips.execute.contents.Staging;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlannedAction;

/**
 * Files: content, owner, mode, and what becomes of those that were edited. {@link #install} is for any number of threads where
 * the file {@link #isPlain}, the rest for one.
 */
final class FileActions {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /** Attributes of files whose installation looks at other files, or at what was made of them. */
    private static final List<String> ENTANGLED = List.of("preserve", "overlay", "original_name");

    private final Target target;
    private final Accounts accounts;
    private final ImagePlan plan;
    private final MovedFiles moved;
    private final Set<BytePath> carried = new HashSet<>();

    FileActions(Target target, Accounts accounts, ImagePlan plan) {
        this.target = target;
        this.accounts = accounts;
        this.plan = plan;
        this.moved = new MovedFiles(plan);
    }

    /** Whether a change will probably write content, so that it has to be there before. */
    boolean needsContent(ActionChange change) {
        if (change.to() == null || "abandon".equals(change.to().action().get("preserve"))) {
            return false;
        }
        if (change.needsPayload()) {
            return true;
        }
        return !target.find(path(change.to())).map(FileStat::isRegular).orElse(false);
    }

    /**
     * Checks, before anything is changed, what else could fail on the way.
     *
     * @throws org.snapup.ips.IpsException CORRUPT
     */
    void check() {
        for (ActionChange change : plan.changes().toList()) {
            PlannedAction now = change.to();
            if (now != null && (now.kind() == ActionKind.FILE || now.kind() == ActionKind.DIR)) {
                now.action().mode();
            }
        }
    }

    private static BytePath path(PlannedAction planned) {
        return BytePath.of(planned.action().path());
    }

    /** Whether nothing else has to do with this change of a file, neither what its user made of it nor another action. */
    static boolean isPlain(ActionChange change) {
        PlannedAction now = change.to();
        if (now == null || now.kind() != ActionKind.FILE) {
            return false;
        }
        Action action = now.action();
        for (String attribute : ENTANGLED) {
            if (action.attributes().has(attribute)) {
                return false;
            }
        }
        return MovedFiles.copied(change).isEmpty() && !Accounts.FILES.contains(action.path());
    }

    void install(ActionChange change, PlannedAction now, PayloadWriter payloads) {
        Action action = now.action();
        BytePath path = path(now);
        MovedFiles.copied(change).ifPresent(source -> carry(path(source), path));
        @Nullable
        PlannedAction old = carried.contains(path) ? moved.predecessor(change).orElse(null) : change.from();
        Preservation preservation;
        if (action.get("preserve") == null) {
            boolean same = old != null && !change.needsPayload();
            boolean there = same && target.find(path).map(FileStat::isRegular).orElse(false);
            preservation = there ? Preservation.KEEP : Preservation.REPLACE;
        } else {
            salvageForeign(now, old, path);
            preservation = Preservation.decide(
                    action, old == null ? null : old.action(), plan.isDowngrade(now.fmri()), onDisk(path));
        }
        boolean legacy = "legacy".equals(action.get("preserve"));
        if ((legacy || preservation.spoils())
                && (isRepair(now) || isUncovered(now, old))
                && (legacy || onDisk(path).isFile())) {
            preservation = Preservation.KEEP;
        }
        int mode = action.mode();
        int owner = accounts.owner(now);
        int group = accounts.group(now);
        if (!preservation.writes()) {
            target.parent(path).close(); // its directory comes nevertheless
            if (preservation == Preservation.KEEP) {
                setAttributes(path, mode, owner, group);
            }
            return;
        }
        preservation.oldSuffix().ifPresent(suffix -> moveAside(path, suffix));
        BytePath place = preservation == Preservation.RENAME_NEW ? withSuffix(path, ".new") : path;
        @Nullable Long seconds = timestamp(action);
        Staging.@Nullable Staged staged = payloads.take(now);
        if (staged == null || !target.adoptFile(staged, place, mode, owner, group, seconds)) {
            target.replaceFile(place, mode, owner, group, file -> {
                payloads.write(now, file);
                if (seconds != null) {
                    file.setTimes(seconds, 0);
                }
            });
        }
    }

    /** An editable file that no package delivered is put aside when a package that is new delivers one. */
    private void salvageForeign(PlannedAction now, @Nullable PlannedAction old, BytePath path) {
        String preserve = now.action().get("preserve");
        boolean added = plan.packages().stream()
                .anyMatch(change -> change.from() == null && now.fmri().equals(change.to()));
        if (old != null || !added || "abandon".equals(preserve) || "install-only".equals(preserve)) {
            return;
        }
        boolean foreign = target.find(path).map(FileStat::isRegular).orElse(false);
        String hash = now.action().hash();
        if (foreign && hash != null && !onDisk(path).hashLike(hash).equals(hash)) {
            target.salvage(path);
        }
    }

    /** Whether the package stays at its version: then what an administrator edited isn't touched. */
    private boolean isRepair(PlannedAction now) {
        return plan.packages().stream().noneMatch(change -> now.fmri().equals(change.to()));
    }

    /** Whether another package's file lay over this one, which itself is what it was: then that content stays. */
    private static boolean isUncovered(PlannedAction now, @Nullable PlannedAction old) {
        return old != null && old.action().equals(now.action());
    }

    private void setAttributes(BytePath path, int mode, int owner, int group) {
        Optional<FileStat> stat = target.find(path);
        if (stat.isEmpty() || stat.get().isSymlink()) {
            return;
        }
        try (DirectoryHandle parent = target.parent(path)) {
            target.chown(parent, path.name(), owner, group);
            parent.chmod(path.name(), mode);
        }
    }

    private void moveAside(BytePath path, String suffix) {
        if (target.find(path).filter(stat -> !stat.isDirectory()).isPresent()) { // folders go to lost+found
            BytePath aside = withSuffix(path, suffix);
            try (DirectoryHandle parent = target.parent(path);
                    DirectoryHandle same = target.parent(aside)) {
                parent.rename(path.name(), same, aside.name());
            }
        }
    }

    static BytePath withSuffix(BytePath path, String suffix) {
        byte[] name = path.name();
        byte[] end = BytePath.encode(suffix);
        byte[] longer = Arrays.copyOf(name, name.length + end.length);
        System.arraycopy(end, 0, longer, name.length, end.length);
        return path.parent().resolve(longer);
    }

    private static @Nullable Long timestamp(Action action) {
        @Nullable String text = action.get("timestamp");
        return text == null ? null : (Long) LocalDateTime.parse(text, TIME).toEpochSecond(ZoneOffset.UTC);
    }

    void remove(PlannedAction old) {
        moved.successor(old).ifPresent(now -> carry(path(old), path(now)));
        Action action = old.action();
        String preserve = action.get("preserve");
        if ("abandon".equals(preserve) || "install-only".equals(preserve)) {
            return;
        }
        BytePath path = path(old);
        boolean packageGoes = !plan.installed().containsKey(old.fmri().name());
        String hash = action.hash();
        if (packageGoes && preserve != null && !preserve.equals("false") && hash != null) {
            FileOnDisk disk = onDisk(path);
            boolean link = target.find(path).map(FileStat::isSymlink).orElse(false);
            if (link || (disk.isFile() && !disk.hashLike(hash).equals(hash))) {
                target.salvage(path);
                return;
            }
        }
        target.remove(path);
    }

    /** Puts what a file is now where its successor will be, which then finds what its user made of it. */
    private void carry(BytePath from, BytePath to) {
        if (!target.find(from).map(FileStat::isRegular).orElse(false)) {
            return;
        }
        if (target.find(to).isPresent()) {
            target.salvage(to);
        }
        try (DirectoryHandle parent = target.root().parent(from);
                FileHandle file = parent.openFile(from.name())) {
            FileStat stat = file.stat();
            target.replaceFile(to, stat.permissions(), stat.uid(), stat.gid(), copy -> {
                copy.copyFrom(file);
                copy.setTimes(stat.modifiedSeconds(), stat.modifiedNanos());
            });
        }
        carried.add(to);
    }

    private FileOnDisk onDisk(BytePath path) {
        return new FileOnDisk(target.root(), path);
    }
}
