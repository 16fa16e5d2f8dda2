package org.snapup.ips;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.execute.CatalogRefresh;
import org.snapup.ips.execute.Executor;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Freeze;
import org.snapup.ips.image.Holds;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageCreator;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.journal.JournalEnd;
import org.snapup.ips.plan.HoldOperations;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.plan.Planner;
import org.snapup.ips.search.Match;
import org.snapup.ips.search.PackageSearch;
import org.snapup.ips.verify.ImageVerification;
import org.snapup.ips.verify.RepairPlanner;
import org.snapup.ips.verify.Unpackaged;
import org.snapup.ips.verify.Verified;

/**
 * The library's front door: images in directories, planned and changed. Every method throws {@link IpsException}.
 *
 * <p>The cache is a directory outside all images, for catalogs, manifests and contents that are fetched. It may be
 * shared by images and deleted when nothing runs.
 */
public final class Ips {
    private Ips() {}

    /** Makes an empty image; {@code arguments} is the command line for its history. */
    public static void create(Path root, ImageSpec spec, List<String> arguments) {
        ImageCreator.create(root, spec, arguments);
    }

    /**
     * Plans a change, writing nothing beneath {@code root}. The request says which: {@link PlanRequest.Install},
     * {@link PlanRequest.Uninstall}, {@link PlanRequest.Update}, {@link PlanRequest.ExactInstall},
     * {@link PlanRequest.Autoremove}, {@link PlanRequest.ApplyHotFix},
     * {@link PlanRequest.Hydration},
     * {@link PlanRequest.ChangeVariant}, {@link PlanRequest.ChangeFacet}, {@link PlanRequest.SetMediator},
     * {@link PlanRequest.UnsetMediator}, {@link PlanRequest.Fix}, {@link PlanRequest.Revert}.
     */
    public static ImagePlan plan(Path root, PlanRequest request, Path cache, IpsListener listener) {
        if (request instanceof PlanRequest.Fix || request instanceof PlanRequest.Revert) {
            return new RepairPlanner(root, cache, listener).plan(request);
        }
        return new Planner(root, cache, listener).plan(request);
    }

    /**
     * Compares an image with what its packages delivered, writing nothing beneath {@code root}.
     *
     * @param patterns of installed packages; none means all
     * @param paths only what is at these; none means everything
     */
    public static Verified verify(
            Path root, List<String> patterns, List<String> paths, Path cache, IpsListener listener) {
        return new ImageVerification(root, cache, listener).verify(patterns, paths);
    }

    /** Finds what an image holds that no package delivers, writing nothing beneath {@code root}. */
    public static List<Unpackaged> unpackaged(Path root, Path cache, IpsListener listener) {
        return new ImageVerification(root, cache, listener).unpackaged();
    }

    /** Searches what is installed; see {@link PackageSearch#installed}. */
    public static List<Match> search(Path root, String query, boolean caseSensitive, IpsListener listener) {
        return new PackageSearch(root, listener).installed(query, caseSensitive);
    }

    /** Searches what the publishers offer; see {@link PackageSearch#offered}. */
    public static List<Match> searchOffered(
            Path root, String query, boolean caseSensitive, boolean allVersions, IpsListener listener) {
        return new PackageSearch(root, listener).offered(query, caseSensitive, allVersions);
    }

    /** Carries a plan out on the image it was made for, or on an exact copy; holds the image's lock meanwhile. */
    public static void execute(Path root, ImagePlan plan, Path cache, IpsListener listener) {
        new Executor(root, cache, listener).execute(plan);
    }

    /**
     * Keeps packages at versions that begin like the given or the installed one: {@code NAME} or {@code NAME@VERSION}.
     *
     * @param comment why; for {@link #frozen}
     * @param dryRun whether only to tell what would be frozen
     */
    public static List<Freeze> freeze(
            Path root, List<String> patterns, Optional<String> comment, boolean dryRun, Path cache) {
        return new HoldOperations(root, cache, IpsListener.NONE).freeze(patterns, comment.orElse(null), dryRun);
    }

    /** Takes freezes back, and tells of which packages; of none if none that was named was frozen. */
    public static Set<String> unfreeze(Path root, List<String> patterns, boolean dryRun, Path cache) {
        return new HoldOperations(root, cache, IpsListener.NONE).unfreeze(patterns, dryRun);
    }

    /** What is frozen, by stem, sorted. */
    public static Map<String, Freeze> frozen(Path root) {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.read(files, root);
            return new Holds(files).freezes();
        }
    }

    /** Keeps groups from bringing packages in that aren't installed; tells their stems. */
    public static Set<String> avoid(Path root, List<String> patterns, Path cache, IpsListener listener) {
        return new HoldOperations(root, cache, listener).avoid(patterns);
    }

    /** Lets groups bring packages in again; tells their stems. */
    public static Set<String> unavoid(Path root, List<String> patterns, Path cache, IpsListener listener) {
        return new HoldOperations(root, cache, listener).unavoid(patterns);
    }

    /**
     * Fetches what publishers offer, and remembers it in the image.
     *
     * @param publishers none for all that are enabled
     * @param full whether to forget what was fetched of them before
     * @return false if nothing new is known
     */
    public static boolean refresh(Path root, List<String> publishers, boolean full, Path cache, IpsListener listener) {
        return new CatalogRefresh(root, cache, listener).run(publishers, full);
    }

    /** The stems that groups don't bring in, each with the installed packages that ask for it; sorted. */
    public static Map<String, List<String>> avoided(Path root) {
        return HoldOperations.avoided(Image.read(root));
    }

    /**
     * Ends an operation that was cut off: undoes it, or finishes it if only its last part was missing. {@link #execute}
     * does the same first.
     */
    public static JournalEnd.Outcome recover(Path root, Path cache, IpsListener listener) {
        return new Executor(root, cache, listener).recover();
    }

    /**
     * What became of the operation that {@link #execute} last began with this cache, ending it if it was cut off.
     *
     * @return FINISHED or UNDONE; NOTHING if that can't be known
     */
    public static JournalEnd.Outcome outcome(Path root, Path cache, IpsListener listener) {
        return new Executor(root, cache, listener).outcome();
    }

    /** Keeps other tools from changing an image until closed, writing nothing beneath {@code root}. */
    public static ImageLock lockShared(Path root) {
        return ImageLock.shared(root);
    }

    /** What is installed, by stem, sorted. */
    public static Map<String, Fmri> installed(Path root) {
        return Image.read(root).installed();
    }
}
