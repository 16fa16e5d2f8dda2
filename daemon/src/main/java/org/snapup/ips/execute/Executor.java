package org.snapup.ips.execute;

import java.nio.file.Path;
import java.util.Optional;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.journal.JournalEnd;
import org.snapup.ips.plan.ImagePlan;

/**
 * Carries out a plan: everything is fetched and checked first, then removals, installs and updates are made in that
 * order, and what the image says of itself is replaced last, in one step. What fails is undone; what is cut off is undone,
 * or finished where that step was made already, by whoever works on the image next: see {@link JournalEnd}.
 */
public final class Executor {
    private final Path root;
    private final Path cache;
    private final IpsListener listener;

    /**
     * For one image.
     *
     * @param root of the image that was planned for, or of an exact copy
     * @param cache as the planner's
     */
    public Executor(Path root, Path cache, IpsListener listener) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Carries out.
     *
     * @throws IpsException LOCKED, STALE, CONFLICT, NOT_FOUND, CORRUPT, IO, CANCELLED
     */
    public void execute(ImagePlan plan) {
        try (ImageFiles files = ImageFiles.open(root);
                Target target = new Target(files.root(), listener)) {
            Image.read(files, root);
            try (ImageLock lock = ImageLock.exclusive(files, root)) {
                recover(files);
                Image image = Image.read(files, root);
                if (!image.digest().equals(plan.imageDigest())) {
                    throw new IpsException(
                            IpsException.Kind.STALE,
                            "the image " + root + " is not as it was when this was planned: plan again");
                }
                if (!plan.isEmpty()) {
                    new Execution(root, cache, listener, files, target, image, plan).run();
                }
            }
        } catch (ErrnoException e) {
            throw Execution.cannotChange(root, e);
        }
    }

    /**
     * Ends what an earlier operation was cut off in.
     *
     * @throws IpsException LOCKED, NOT_FOUND, IO, NO_SPACE, CORRUPT
     */
    public JournalEnd.Outcome recover() {
        try (ImageFiles files = ImageFiles.open(root)) {
            Image.read(files, root);
            try (ImageLock lock = ImageLock.exclusive(files, root)) {
                return recover(files);
            }
        } catch (ErrnoException e) {
            throw Execution.cannotChange(root, e);
        }
    }

    /** As {@link org.snapup.ips.Ips#outcome}. */
    public JournalEnd.Outcome outcome() {
        JournalEnd.Outcome outcome = recover();
        if (outcome != JournalEnd.Outcome.NOTHING) {
            return outcome;
        }
        Optional<String> last = new OperationMark(cache).read();
        try (ImageFiles files = ImageFiles.open(root)) {
            return last.map(id -> JournalEnd.inForce(files).filter(id::equals).isPresent()
                            ? JournalEnd.Outcome.FINISHED
                            : JournalEnd.Outcome.UNDONE)
                    .orElse(JournalEnd.Outcome.NOTHING);
        }
    }

    private JournalEnd.Outcome recover(ImageFiles files) {
        JournalEnd.Outcome outcome = new JournalEnd(files, listener).resolve(root);
        if (outcome == JournalEnd.Outcome.UNDONE) {
            listener.note("An earlier operation on this image was cut off; it was undone.");
        } else if (outcome == JournalEnd.Outcome.FINISHED) {
            listener.note("An earlier operation on this image was cut off; it was finished.");
        }
        return outcome;
    }
}
