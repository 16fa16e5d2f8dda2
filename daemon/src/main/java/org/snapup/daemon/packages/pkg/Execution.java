package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Lets pkg(1) carry out a plan. It plans again by itself, so what the plan was made from is compared before, and what it
 * led to afterwards.
 */
final class Execution {
    private static final List<String> REFRESH = List.of("refresh");

    private final Path root;
    private final PkgPlan plan;
    private final PkgTool tool;
    private final EngineContext context;

    Execution(Path root, PkgPlan plan, PkgTool tool, EngineContext context) {
        this.root = root;
        this.plan = plan;
        this.tool = tool;
        this.context = context;
    }

    void run() {
        requireSame(
                ErrorCode.ENGINE_FAILED,
                "what is installed",
                Installed.in(root, tool, context).equals(plan.before()));
        context.checkCancelled();
        record().save(context.cache(), PkgEngine.folder(context));
        context.crashPoint("pkg:recorded");
        // pkg writes into the image from its first moment, and nothing that it prints comes before what it does
        context.beforeFirstChange();
        if (plan.words().refreshes()) {
            refresh();
        }
        change();
        verify();
        context.crashPoint("pkg:end");
    }

    private OperationRecord record() {
        return new OperationRecord(
                root.toString(),
                plan.words().verb(),
                OperationRecord.thisBoot(),
                Instant.now().toEpochMilli(),
                ImageText.of(root),
                plan.before(),
                plan.after(),
                plan.changed(),
                Footprint.take(root, plan.impact().bytePaths()));
    }

    private void refresh() {
        CommandResult result = tool.change(root, REFRESH, context);
        if (result.exitStatus() != PkgFailure.DONE) {
            throw PkgFailure.of(REFRESH, result);
        }
        boolean same = MetadataCopy.catalogs(root).equals(plan.catalogs());
        requireSame(ErrorCode.REPOSITORY_ERROR, "what the repositories offer", same);
    }

    private static void requireSame(ErrorCode code, String what, boolean same) {
        if (!same) {
            throw new SnapupException(
                    code,
                    "since the plan was made, " + what + " changed, so that pkg(1) would do something else; no package"
                            + " was changed; repeat the command");
        }
    }

    private void change() {
        List<String> words = plan.words().changing(plan.accept());
        CommandResult result = tool.change(root, words, context);
        context.crashPoint("pkg:changed");
        if (result.exitStatus() != PkgFailure.DONE && result.exitStatus() != PkgFailure.NOTHING_TO_DO) {
            throw PkgFailure.of(words, result);
        }
    }

    /** An exit status is a hint: what is installed, and for a repair the files, tell whether it was done. */
    private void verify() {
        Map<String, String> now = Installed.of(new Asking(tool, root, context));
        if (!now.equals(plan.after())) {
            List<String> different = new ArrayList<>();
            plan.after().forEach((name, fmri) -> {
                if (!fmri.equals(now.get(name))) {
                    different.add(name);
                }
            });
            now.keySet().stream()
                    .filter(name -> !plan.after().containsKey(name))
                    .forEach(different::add);
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED,
                    different.isEmpty() ? null : different.get(0),
                    "pkg " + plan.words().verb() + " said that it succeeded, but what is installed isn't what was"
                            + " planned: " + String.join(", ", different),
                    null);
        }
        if (plan.words().verb().equals("fix")) {
            List<String> words = Examination.verifying(plan.changed());
            CommandResult result = tool.ask(root, words, context);
            if (result.exitStatus() != PkgFailure.DONE) {
                throw PkgFailure.of(words, result);
            }
        }
    }
}
