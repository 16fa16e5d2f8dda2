package org.snapup.daemon.packages.ips;

import static org.snapup.protocol.ImageQueries.orEmpty;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.ips.parsable.Messages;
import org.snapup.daemon.packages.ips.parsable.Parsable;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.query.ImageQueries;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.ImageChanges.PropertyRequest;
import org.snapup.protocol.ImageChanges.PublisherRequest;
import org.snapup.protocol.ImageChanges.RefreshRequest;
import org.snapup.protocol.ImageChanges.UnsetPublisherRequest;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.ImageQueries.ContentsRequest;
import org.snapup.protocol.ImageQueries.InfoRequest;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.ImageQueries.PublishersRequest;
import org.snapup.protocol.ImageQueries.Query;
import org.snapup.protocol.ImageQueries.SearchRequest;
import org.snapup.protocol.ImageQueries.SettingsRequest;
import org.snapup.protocol.Packages.Operation;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification.VerifyRequest;

/** Changes IPS images with the library {@code org.snapup.ips}. */
public final class IpsEngine implements PackageEngine {
    private final Heap heap = new Heap(Duration.ofSeconds(3));

    @Override
    public String name() {
        return "ips";
    }

    @Override
    public PackagePlan plan(Path root, PackageRequest request, EngineContext context) {
        try (Heap.Use use = heap.useMuch()) {
            return translated(() -> planned(root, request, context));
        }
    }

    private static IpsPlan planned(Path root, PackageRequest request, EngineContext context) {
        ImagePlan plan = Ips.plan(root, IpsRequests.of(request), context.cache(), new ContextListener(context));
        if (!request.allowDowngrade()) {
            IpsSummary.downgrade(plan).ifPresent(change -> {
                throw new SnapupException(
                        ErrorCode.PERMISSION_DENIED,
                        change.stem(),
                        "only an administrator may replace a package by an older version: " + change,
                        null);
            });
        }
        Operation operation = request.operation();
        if (operation.accepts()) {
            plan = plan.withLicensesAccepted();
        } else if (!operation.isDryRun()) {
            IpsLicenses.requireAccepted(plan);
        }
        if (!operation.isDryRun()) {
            IpsLicenses.showAsNotes(plan, context);
        }
        ImageConfig before = Image.readConfig(root);
        Plan summary = IpsSummary.of(before, plan, operation.isDryRun());
        return new IpsPlan(
                plan,
                operation.isParsable()
                        ? summary.withParsable(Parsable.of(root, before, plan, found(root, request, context)))
                        : summary);
    }

    /** What a fix is about; null for the others. */
    private static @Nullable Messages found(Path root, PackageRequest request, EngineContext context) {
        return request.kind() == PackageRequest.Kind.FIX
                ? IpsVerification.messages(root, request.patterns(), context.cache(), new ContextListener(context))
                : null;
    }

    /** A plan of the library, with what the user is shown of it. */
    private record IpsPlan(ImagePlan plan, Plan summary) implements PackagePlan {}

    @Override
    public void execute(Path root, PackagePlan plan, EngineContext context) {
        translated(() -> {
            Ips.execute(root, ((IpsPlan) plan).plan(), context.cache(), new ContextListener(context));
            return plan;
        });
    }

    @Override
    public Recovery recover(Path root, EngineContext context) {
        try {
            return switch (Ips.outcome(root, context.cache(), new ContextListener(context))) {
                case UNDONE -> Recovery.UNCHANGED;
                case FINISHED -> Recovery.FINISHED;
                case NOTHING, OVERTAKEN -> Recovery.DIRTY;
            };
        } catch (IpsException e) {
            context.note("The image can't be repaired from within: " + e.getMessage());
            return Recovery.DIRTY;
        }
    }

    @Override
    public void tidy(Path root, EngineContext context) {
        try {
            Ips.recover(root, context.cache(), new ContextListener(context));
        } catch (IpsException e) {
            context.note("What was to be installed is still in var/pkg of the image: " + e.getMessage());
        }
    }

    @Override
    public ImageLock lock(Path root) {
        return translated(() -> Ips.lockShared(root))::close;
    }

    @Override
    public Record answer(Path root, Query query, Consumer<Record> parts, EngineContext context) {
        return translated(() -> {
            if (query instanceof VerifyRequest request) {
                return IpsVerification.verify(root, request, context.cache(), new ContextListener(context));
            }
            if (query instanceof SearchRequest request) {
                return IpsSearch.search(root, request, parts, new ContextListener(context));
            }
            try (ImageQueries image = ImageQueries.open(root, context.cache(), new ContextListener(context))) {
                IpsAnswers answers = new IpsAnswers(image);
                if (query instanceof ListRequest request) {
                    return answers.list(request);
                } else if (query instanceof InfoRequest request) {
                    return answers.info(request);
                } else if (query instanceof ContentsRequest request) {
                    return answers.contents(request, parts);
                } else if (query instanceof HistoryRequest request) {
                    return answers.history(request);
                } else if (query instanceof PublishersRequest) {
                    return new IpsConfiguration(image).publishers();
                } else if (query instanceof SettingsRequest request) {
                    return new IpsConfiguration(image).settings(root, request);
                }
                return PackageEngine.super.answer(root, query, parts, context);
            }
        });
    }

    @Override
    public boolean configure(Path root, Change change, EngineContext context) {
        return translated(() -> {
            if (change instanceof PublisherRequest request) {
                return IpsChanges.setPublisher(root, request, context.cache(), new ContextListener(context));
            } else if (change instanceof UnsetPublisherRequest request) {
                return IpsChanges.unsetPublishers(root, request);
            } else if (change instanceof PropertyRequest request) {
                return IpsChanges.changeProperty(root, request);
            } else if (change instanceof RefreshRequest request) {
                return Ips.refresh(
                        root,
                        orEmpty(request.publishers()),
                        Boolean.TRUE.equals(request.full()),
                        context.cache(),
                        new ContextListener(context));
            }
            return IpsUpkeep.configure(root, change, context.cache(), new ContextListener(context))
                    .or(() -> IpsHolds.configure(root, change, context.cache(), new ContextListener(context)))
                    .orElseGet(() -> PackageEngine.super.configure(root, change, context));
        });
    }

    @Override
    public String configuration(Path root) {
        return translated(() -> Image.read(root).digest() + " " + History.oldest(root));
    }

    @Override
    public void rehearse(Path folder, EngineContext context) throws IOException {
        new IpsRehearsal(this, folder, context).run();
    }

    private interface Call<T> {
        T run();
    }

    private <T> T translated(Call<T> call) {
        try (Heap.Use use = heap.use()) {
            return call.run();
        } catch (IpsException e) {
            throw new SnapupException(code(e.kind()), String.valueOf(e.getMessage()), e);
        }
    }

    private static ErrorCode code(IpsException.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> ErrorCode.INVALID_REQUEST;
            case NOT_FOUND -> ErrorCode.NO_SUCH_PACKAGE;
            case CORRUPT -> ErrorCode.REPOSITORY_ERROR;
            case NO_SOLUTION -> ErrorCode.NO_SOLUTION;
            case CONFLICT -> ErrorCode.PACKAGE_CONFLICT;
            case LOCKED -> ErrorCode.IMAGE_LOCKED;
            case IO, UNSAFE_PATH, STALE -> ErrorCode.ENGINE_FAILED;
            case NO_SPACE -> ErrorCode.NO_SPACE;
            case CANCELLED -> ErrorCode.CANCELLED;
        };
    }
}
