package org.snapup.protocol;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of {@code org.snapup.Packages}: what changes the packages of a BE, through the package workflows. */
public final class Packages {
    public static final String IMAGE_UPDATE = Interfaces.PACKAGES + ".ImageUpdate";
    public static final String INSTALL = Interfaces.PACKAGES + ".Install";
    public static final String UNINSTALL = Interfaces.PACKAGES + ".Uninstall";
    public static final String AUTOREMOVE = Interfaces.PACKAGES + ".Autoremove";
    public static final String EXACT_INSTALL = Interfaces.PACKAGES + ".ExactInstall";
    public static final String CHANGE_VARIANT = Interfaces.PACKAGES + ".ChangeVariant";
    public static final String CHANGE_FACET = Interfaces.PACKAGES + ".ChangeFacet";
    public static final String SET_MEDIATOR = Interfaces.PACKAGES + ".SetMediator";
    public static final String UNSET_MEDIATOR = Interfaces.PACKAGES + ".UnsetMediator";
    public static final String FIX = Interfaces.PACKAGES + ".Fix";
    public static final String APPLY_HOT_FIX = Interfaces.PACKAGES + ".ApplyHotFix";
    public static final String DEHYDRATE = Interfaces.PACKAGES + ".Dehydrate";
    public static final String REHYDRATE = Interfaces.PACKAGES + ".Rehydrate";
    public static final String REVERT = Interfaces.PACKAGES + ".Revert";

    private Packages() {}

    /** Which BE an operation on the live system starts from, where another one is activated and not yet booted. */
    public enum From {
        LIVE,
        NEXT
    }

    /** Whether an install or uninstall on the live system works in a clone. */
    public enum NewBe {
        /** When the plan says that a reboot is needed. */
        AUTO,
        REQUIRE,
        DENY
    }

    /** A package operation: where it works, and how; what it does is the record's own. */
    public sealed interface Operation extends ImageRequest
            permits Request,
                    VariantRequest,
                    FacetRequest,
                    MediatorRequest,
                    UnsetMediatorRequest,
                    RevertRequest,
                    HotFixRequest,
                    HydrationRequest {
        /** The new BE's name, or null for an automatic one. */
        @Nullable
        String beName();

        /** Whether the new BE boots next; null means true. */
        @Nullable
        Boolean activate();

        /** Null means {@code next} for ImageUpdate and {@code live} for the others. */
        @Nullable
        From from();

        /** Null means {@code auto}. */
        @Nullable
        NewBe newBe();

        /** Plan only: no job, no change, the reply carries the plan. */
        @Nullable
        Boolean dryRun();

        /** The requester accepts the licences that must be accepted; null means false. */
        @Nullable
        Boolean accept();

        /** The plan is wanted as pkg(1) prints it for programs, too; with {@code dryRun} only. Null means false. */
        @Nullable
        Boolean parsable();

        default boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun());
        }

        default boolean activates() {
            return !Boolean.FALSE.equals(activate());
        }

        default boolean accepts() {
            return Boolean.TRUE.equals(accept());
        }

        default boolean isParsable() {
            return isDryRun() && Boolean.TRUE.equals(parsable());
        }
    }

    /** What every operation's record refuses. */
    private static void check(@Nullable String root, @Nullable String beName) {
        ImageRequest.requireAbsolute(root);
        if (beName != null) {
            BeName.require(beName);
        }
    }

    /**
     * Parameters of ImageUpdate, Install, Uninstall, Autoremove, ExactInstall and Fix.
     *
     * @param packages package patterns; for ImageUpdate and Fix empty means everything, for Autoremove there are none
     * @param reject patterns of packages that must not be there afterwards
     * @param ignoreMissing patterns that match nothing that is installed when it is planned are left out, for ImageUpdate
     *     and Uninstall only; null means false
     */
    public record Request(
            @Nullable String root,
            @Nullable List<String> packages,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable List<String> reject,
            @Nullable Boolean accept,
            @Nullable Boolean parsable,
            @Nullable Boolean ignoreMissing)
            implements Operation {
        public Request {
            check(root, beName);
            packages = packages == null ? List.of() : List.copyOf(packages);
            reject = reject == null || reject.isEmpty() ? null : List.copyOf(reject);
        }

        /** Nothing that is missing is left out. */
        public Request(
                @Nullable String root,
                @Nullable List<String> packages,
                @Nullable String beName,
                @Nullable Boolean activate,
                @Nullable From from,
                @Nullable NewBe newBe,
                @Nullable Boolean dryRun,
                @Nullable List<String> reject,
                @Nullable Boolean accept,
                @Nullable Boolean parsable) {
            this(root, packages, beName, activate, from, newBe, dryRun, reject, accept, parsable, null);
        }

        /** Without a plan for programs. */
        public Request(
                @Nullable String root,
                @Nullable List<String> packages,
                @Nullable String beName,
                @Nullable Boolean activate,
                @Nullable From from,
                @Nullable NewBe newBe,
                @Nullable Boolean dryRun,
                @Nullable List<String> reject,
                @Nullable Boolean accept) {
            this(root, packages, beName, activate, from, newBe, dryRun, reject, accept, null);
        }

        /** Without packages to reject, and without accepting licences. */
        public Request(
                @Nullable String root,
                @Nullable List<String> packages,
                @Nullable String beName,
                @Nullable Boolean activate,
                @Nullable From from,
                @Nullable NewBe newBe,
                @Nullable Boolean dryRun) {
            this(root, packages, beName, activate, from, newBe, dryRun, null, null, null);
        }

        @Override
        public List<String> packages() {
            return requireNonNullElse(packages, List.of());
        }

        public boolean ignoresMissing() {
            return Boolean.TRUE.equals(ignoreMissing);
        }

        /** Never null. */
        public List<String> rejected() {
            return requireNonNullElse(reject, List.of());
        }
    }

    /** @param variants new values by full name, {@code variant.arch} for example */
    public record VariantRequest(
            @Nullable String root,
            Map<String, String> variants,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public VariantRequest {
            check(root, beName);
            variants = Map.copyOf(variants);
        }
    }

    /** What a facet is to be. */
    public enum FacetValue {
        TRUE,
        FALSE,
        /** No value of its own any more. */
        NONE
    }

    /** @param facets new values by full name or pattern, {@code facet.locale.*} for example */
    public record FacetRequest(
            @Nullable String root,
            Map<String, FacetValue> facets,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public FacetRequest {
            check(root, beName);
            facets = Map.copyOf(facets);
        }
    }

    /**
     * @param mediators names
     * @param version the version that is chosen, null to leave it; empty for the one that pkg(1) calls unversioned
     * @param implementation the implementation that is chosen, null to leave it
     */
    public record MediatorRequest(
            @Nullable String root,
            List<String> mediators,
            @Nullable String version,
            @Nullable String implementation,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public MediatorRequest {
            check(root, beName);
            mediators = List.copyOf(mediators);
        }
    }

    /**
     * @param version forget only the chosen version; null means false
     * @param implementation forget only the chosen implementation; null means false. Neither: both are forgotten
     */
    public record UnsetMediatorRequest(
            @Nullable String root,
            List<String> mediators,
            @Nullable Boolean version,
            @Nullable Boolean implementation,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public UnsetMediatorRequest {
            check(root, beName);
            mediators = List.copyOf(mediators);
        }
    }

    /**
     * One of the two.
     *
     * @param paths files to bring back to what was delivered, absolute within the image
     * @param tags every file whose {@code revert-tag} is one of these
     */
    public record RevertRequest(
            @Nullable String root,
            @Nullable List<String> paths,
            @Nullable List<String> tags,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public RevertRequest {
            check(root, beName);
            paths = paths == null ? null : List.copyOf(paths);
            tags = tags == null ? null : List.copyOf(tags);
        }
    }

    /**
     * @param archive a package archive, absolute; its packages of which others are installed are updated from it
     * @param packages patterns of packages to install where the archive has an update for none; null or empty for none
     */
    public record HotFixRequest(
            @Nullable String root,
            String archive,
            @Nullable List<String> packages,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public HotFixRequest {
            check(root, beName);
            AbsolutePath.require("archive", "archive", archive);
            packages = packages == null || packages.isEmpty() ? null : List.copyOf(packages);
        }
    }

    /**
     * Parameters of Dehydrate and Rehydrate.
     *
     * @param publishers names; null or empty for all that have an origin
     */
    public record HydrationRequest(
            @Nullable String root,
            @Nullable List<String> publishers,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun,
            @Nullable Boolean accept,
            @Nullable Boolean parsable)
            implements Operation {
        public HydrationRequest {
            check(root, beName);
            publishers = publishers == null || publishers.isEmpty() ? null : List.copyOf(publishers);
        }
    }

    /**
     * The reply to each of the methods. A dry run carries {@code plan} and nothing else. A call without {@code more}
     * carries {@code job}. A call with {@code more} is answered by one reply for each event of the job.
     *
     * @param joined an identical request was still queued, and this one joined it
     */
    public record Started(
            @Nullable Long job,
            @Nullable Boolean joined,
            @Nullable Event event,
            @Nullable Plan plan) {
        public static Started accepted(long job, boolean joined) {
            return new Started(job, joined, null, null);
        }

        public static Started event(long job, Event event) {
            return new Started(job, null, event, null);
        }

        public static Started planned(Plan plan) {
            return new Started(null, null, null, plan);
        }
    }
}
