package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.History;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.ImageQueries.Query;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.SnapupException;

/** Changes IPS images with the system's pkg(1). Why it does it in this way is in docs/decisions/0010. */
public final class PkgEngine implements PackageEngine {
    private final PkgTool tool;

    /**
     * @param program absolute path of pkg(1)
     * @param commands what it is run with
     */
    public PkgEngine(Path program, CommandRunner commands) {
        this.tool = new PkgTool(program, commands);
    }

    @Override
    public String name() {
        return "pkg";
    }

    /** Where it keeps things of its own. */
    static Path folder(EngineContext context) {
        return context.cache().resolve("pkg");
    }

    @Override
    public PackagePlan plan(Path root, PackageRequest request, EngineContext context) {
        return translated(() -> {
            MetadataCopy.requireImage(root);
            if (request.kind() == PackageRequest.Kind.DEHYDRATE || request.kind() == PackageRequest.Kind.REHYDRATE) {
                throw unsupported(request.kind().word() + ", because pkg(1) can't show a program what it would do");
            }
            PkgWords words = request.kind() == PackageRequest.Kind.APPLY_HOT_FIX
                    ? PkgWords.hotFix(request, installed(root, context))
                    : PkgWords.of(request);
            PkgPlan plan;
            if (words.looksAtFiles()) {
                plan = plan(root, words, request, context);
            } else {
                try (MetadataCopy copy = MetadataCopy.of(root, context.cache())) {
                    plan = plan(copy.root(), words, request, context);
                }
            }
            check(plan, request);
            return plan;
        });
    }

    private List<Fmri> installed(Path root, EngineContext context) {
        return Installed.in(root, tool, context).values().stream()
                .map(Fmri::parse)
                .toList();
    }

    private PkgPlan plan(Path image, PkgWords words, PackageRequest request, EngineContext context) {
        Map<String, String> before = words.looksAtFiles()
                ? Installed.in(image, tool, context)
                : Installed.of(new Asking(tool, image, context));
        CommandResult result = tool.ask(image, words.planning(), context);
        boolean planned = result.exitStatus() == PkgFailure.DONE
                || result.exitStatus() == PkgFailure.NOTHING_TO_DO
                || (words.looksAtFiles() && result.out().startsWith("{")); // fails where it finds something to repair
        if (!planned) {
            throw PkgFailure.of(words.planning(), result);
        }
        boolean isPlan = result.exitStatus() != PkgFailure.NOTHING_TO_DO
                || result.out().strip().startsWith("{"); // else it may say so in words
        ParsablePlan parsed = ParsablePlan.parse(isPlan ? result.out() : "");
        return new PkgPlan(
                words,
                request.operation().accepts(),
                request.operation().isParsable(),
                parsed,
                Impact.of(image, parsed),
                before,
                MetadataCopy.catalogs(image));
    }

    private static void check(PkgPlan plan, PackageRequest request) {
        if (!request.allowDowngrade()) {
            plan.planned().changes().values().stream()
                    .filter(ParsablePlan.Change::isDowngrade)
                    .findFirst()
                    .ifPresent(change -> {
                        throw new SnapupException(
                                ErrorCode.PERMISSION_DENIED,
                                change.any().name(),
                                "only an administrator may replace a package by an older version: " + change.from()
                                        + " by " + change.to(),
                                null);
                    });
        }
        List<License> licenses =
                plan.planned().licenses().stream().filter(License::mustAccept).toList();
        if (!licenses.isEmpty()
                && !request.operation().accepts()
                && !request.operation().isDryRun()) {
            throw new SnapupException(
                    ErrorCode.LICENSE_NOT_ACCEPTED,
                    licenses.get(0).name(),
                    licenses.stream()
                                    .map(license ->
                                            license.name() + " comes with the licence '" + license.license() + "'")
                                    .collect(Collectors.joining("; "))
                            + ": it must be accepted first; repeat the command with --accept, or look at it with"
                            + " -n --licenses",
                    null);
        }
    }

    @Override
    public void execute(Path root, PackagePlan plan, EngineContext context) {
        translated(() -> {
            MetadataCopy.requireImage(root);
            new Execution(root, (PkgPlan) plan, tool, context).run();
            return plan;
        });
    }

    @Override
    public Recovery recover(Path root, EngineContext context) {
        return new Examination(root, tool, context).verdict();
    }

    @Override
    public ImageLock lock(Path root) {
        return translated(() -> Ips.lockShared(root))::close;
    }

    @Override
    public Record answer(Path root, Query query, Consumer<Record> parts, EngineContext context) {
        return translated(() -> new PkgAnswers(tool, root, context).answer(query, parts));
    }

    @Override
    public boolean configure(Path root, Change change, EngineContext context) {
        return translated(() -> {
            MetadataCopy.requireImage(root);
            return PkgChanges.make(tool, root, change, context);
        });
    }

    @Override
    public String configuration(Path root) {
        return translated(() -> ImageText.of(root) + "\nformat " + ImageText.format(root) + "\nmanual "
                + ImageText.manual(root) + "\nhistory " + History.oldest(root));
    }

    private interface Call<T> {
        T run();
    }

    /** What the library says that reads the image. */
    private static <T> T translated(Call<T> call) {
        try {
            return call.run();
        } catch (IpsException e) {
            throw new SnapupException(code(e.kind()), String.valueOf(e.getMessage()), e);
        }
    }

    private static ErrorCode code(IpsException.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> ErrorCode.INVALID_REQUEST;
            case LOCKED -> ErrorCode.IMAGE_LOCKED;
            case NO_SPACE -> ErrorCode.NO_SPACE;
            case CANCELLED -> ErrorCode.CANCELLED;
            case NOT_FOUND, CORRUPT, NO_SOLUTION, CONFLICT, IO, UNSAFE_PATH, STALE -> ErrorCode.ENGINE_FAILED;
        };
    }
}
