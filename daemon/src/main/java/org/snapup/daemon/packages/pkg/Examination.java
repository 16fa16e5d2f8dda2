package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine.Recovery;
import org.snapup.exec.CommandResult;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.SnapupException;

/**
 * Looks at what pkg(1) left, after it failed or was killed. It has no journal and doesn't undo; what it did is told by
 * comparing the world with what was noted down before. Where that leaves a doubt, the image counts as partly changed.
 */
final class Examination {
    private final Path root;
    private final PkgTool tool;
    private final EngineContext context;

    Examination(Path root, PkgTool tool, EngineContext context) {
        this.root = root;
        this.tool = tool;
        this.context = context;
    }

    static List<String> verifying(List<String> packages) {
        List<String> words = new ArrayList<>(List.of("verify", "--"));
        words.addAll(packages);
        return words;
    }

    Recovery verdict() {
        try {
            Optional<OperationRecord> found = OperationRecord.load(PkgEngine.folder(context));
            if (found.isEmpty() || !found.get().root().equals(root.toString())) {
                return dirty("nothing is known of the image before the operation");
            }
            OperationRecord record = found.get();
            Map<String, String> installed = Installed.in(root, tool, context);
            if (installed.equals(record.before()) && isUntouched(record)) {
                return Recovery.UNCHANGED;
            }
            if (installed.equals(record.after()) && !installed.equals(record.before())) {
                return isComplete(record);
            }
            return dirty("files or records of it were changed");
        } catch (IpsException | SnapupException e) {
            return dirty(String.valueOf(e.getMessage()));
        }
    }

    private Recovery dirty(String why) {
        context.note("pkg(1) may have left the image in between: " + why + ".");
        return Recovery.DIRTY;
    }

    /** It writes a file under another name and renames it, so every change leaves a trace in the file or its folder. */
    private boolean isUntouched(OperationRecord record) {
        List<BytePath> paths = record.footprint().keySet().stream()
                .map(path ->
                        path.isEmpty() || path.equals(BytePath.ROOT.toString()) ? BytePath.ROOT : BytePath.of(path))
                .toList();
        return Footprint.take(root, paths).equals(record.footprint())
                && ImageText.of(root).equals(record.settings());
    }

    /** Its records say so; then its history must, too, and the files, which it never forces to the disk. */
    private Recovery isComplete(OperationRecord record) {
        if (!record.isOfThisBoot()) {
            return dirty("the machine was booted since, and pkg(1) forces nothing to the disk");
        }
        if (!hasSucceeded(record)) {
            return dirty("its history has no end of the operation");
        }
        if (!record.changed().isEmpty()) {
            CommandResult result = tool.ask(root, verifying(record.changed()), context);
            if (result.exitStatus() != PkgFailure.DONE) {
                return dirty("pkg verify found errors in the packages that were changed");
            }
        }
        return Recovery.FINISHED;
    }

    private boolean hasSucceeded(OperationRecord record) {
        String started = record.started().truncatedTo(ChronoUnit.SECONDS).toString();
        try (MetadataCopy copy = MetadataCopy.withoutManifests(root, context.cache())) {
            return new ToolHistory(new Asking(tool, copy.root(), context))
                    .remembered(new HistoryRequest(null, null)).operations().stream()
                            .filter(entry -> entry.operation().equals(record.verb()))
                            .filter(entry -> entry.start().compareTo(started) >= 0)
                            .anyMatch(entry -> entry.outcome().equals("Succeeded"));
        }
    }
}
