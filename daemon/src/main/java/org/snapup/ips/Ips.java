package org.snapup.ips;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snapup.ips.execute.Executor;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageCreator;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.plan.Planner;

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

    /** Plans a change, writing nothing beneath {@code root}. */
    public static ImagePlan plan(Path root, PlanRequest request, Path cache, IpsListener listener) {
        return new Planner(root, cache, listener).plan(request);
    }

    /** Carries a plan out on the image it was made for, or on an exact copy; holds the image's lock meanwhile. */
    public static void execute(Path root, ImagePlan plan, Path cache, IpsListener listener) {
        new Executor(root, cache, listener).execute(plan);
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
