package org.snapup.ips.execute;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.ImageLock;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.journal.Journal;
import org.snapup.ips.journal.JournalEnd;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.plan.PlannedAction;

/**
 * Carries out a plan: everything is fetched and checked first, then removals, installs and updates are made in that
 * order, and what the image says of itself is replaced last, in one step. What fails is undone; what is cut off is undone,
 * or finished where that step was made already, by whoever works on the image next: see {@link JournalEnd}.
 */
public final class Executor {
    private static final String SAVING = "Saving the image's state";

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
                execute(plan, files, target);
            }
        } catch (ErrnoException e) {
            throw cannotChange(e);
        }
    }

    /** An image without the files of drivers may get packages with drivers all the same. */
    private void noteDrivers(ImagePlan plan, ImageFiles files) {
        if (!Drivers.areKept(files)) {
            plan.drivers()
                    .forEach(driver -> listener.note("Not carried out, because the image has no etc/name_to_major: "
                            + driver.action() + " of " + driver.fmri().shortText() + "."));
        }
    }

    private IpsException cannotChange(ErrnoException e) {
        return new IpsException(kind(e), "can't change the image " + root + ": " + e.getMessage(), e);
    }

    private static IpsException.Kind kind(ErrnoException e) {
        return e.is(Errno.ENOSPC, Errno.EDQUOT) ? IpsException.Kind.NO_SPACE : IpsException.Kind.IO;
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
            throw cannotChange(e);
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

    private void execute(ImagePlan plan, ImageFiles files, Target target) {
        Instant start = Instant.now();
        Image image = Image.read(files, root);
        if (!image.digest().equals(plan.imageDigest())) {
            throw new IpsException(
                    IpsException.Kind.STALE,
                    "the image " + root + " is not as it was when this was planned: plan again");
        }
        if (plan.isEmpty()) {
            return;
        }
        try (Payloads payloads = new Payloads(plan.catalogs(), cache, files);
                ManifestStore manifests = new ManifestStore(files, plan.catalogs(), cache)) {
            Accounts accounts = new Accounts(target, files);
            FileActions fileActions = new FileActions(target, accounts, plan);
            prefetch(plan, payloads, fileActions, manifests);
            new PathCheck(files.root()).check(plan);
            new AccountCheck(accounts).check(plan);
            fileActions.check();
            new StateWriter(files).checkWritable();
            listener.checkCancelled();
            ImageState state = new ImageState(files, image, plan);
            String id = new OperationMark(cache).renew();
            StoredNotes notes = StoredNotes.of(plan, id);
            Journal.Intent intent = new Journal.Intent(
                    id,
                    JournalEnd.installed(image),
                    TouchedPaths.of(plan, notes.path()),
                    ImageState.lookups(),
                    state.oldManifests(),
                    entry(plan, start, "Failed", null));
            String architecture = image.config().variants().getOrDefault("variant.arch", "i386");
            listener.beforeFirstChange();
            new StateWriter(files).finish();
            try (Journal journal = Journal.begin(files, intent)) {
                target.changesGoTo(journal);
                Drivers drivers = new Drivers(
                        target, files, () -> manifests.drivers(plan.installed().values(), filter(plan, image)));
                try (PayloadWriter writer = new PayloadWriter(payloads)) {
                    PackageRecords records = new PackageRecords(target, writer, architecture);
                    Appliers appliers = new Appliers(target, accounts, fileActions, records, drivers, writer);
                    new ActionRunner(appliers, payloads, listener).run(plan);
                }
                notes.write(files);
                noteDrivers(plan, files);
                payloads.release(); // before all that was written is synced
                listener.progress(SAVING, 0, 1, 0, 0);
                state.writeManifests(manifests);
                state.prepare(start);
                journal.beforeCommit(ImageLayout.NEXT_STATE, entry(plan, start, "Succeeded", notes.name()));
                plan.configuration().ifPresent(config -> config.write(files));
                target.sync();
                state.commit();
            } catch (ErrnoException e) {
                throw undone(files, cannotChange(e));
            } catch (IpsException e) {
                throw undone(files, e);
            }
            new JournalEnd(files, listener).resolve(root);
            listener.progress(SAVING, 1, 1, 0, 0);
        }
    }

    private static ActionFilter filter(ImagePlan plan, Image image) {
        return plan.configuration().orElse(image.config()).actionFilter();
    }

    /** Undoes what failed; the error then says so. */
    private IpsException undone(ImageFiles files, IpsException failure) {
        try {
            JournalEnd.Outcome outcome = new JournalEnd(files, listener).resolve(root);
            String what = outcome == JournalEnd.Outcome.FINISHED
                    ? "; the operation itself is complete"
                    : "; the image is again as it was";
            return new IpsException(failure.kind(), failure.getMessage() + what, failure);
        } catch (ErrnoException | IpsException e) {
            failure.addSuppressed(e);
            return new IpsException(
                    failure.kind(),
                    failure.getMessage() + "; the image is partly changed, because that can't be undone yet: "
                            + e.getMessage() + "; the next operation on the image tries it again",
                    failure);
        }
    }

    private void prefetch(ImagePlan plan, Payloads payloads, FileActions fileActions, ManifestStore manifests) {
        ParallelWork.run(plan.coming(), manifests::bytes);
        List<PlannedAction> needed = plan.changes()
                .filter(change -> change.kind() == ActionKind.LICENSE
                        ? change.to() != null
                        : change.kind() == ActionKind.FILE && fileActions.needsContent(change))
                .map(ActionChange::subject)
                .toList();
        listener.checkCancelled();
        try {
            new Prefetch(payloads, listener).run(needed);
        } catch (ErrnoException e) {
            throw new IpsException(
                    kind(e),
                    "can't keep the contents of new files in var/pkg of " + root + ": " + e.getMessage()
                            + "; nothing was changed",
                    e);
        }
    }

    private static String entry(ImagePlan plan, Instant start, String result, @Nullable String notes) {
        String name = plan.request().verb();
        List<String> arguments = new ArrayList<>(List.of("snapup", name));
        arguments.addAll(plan.request().arguments());
        List<String> packages = plan.packages().stream().map(Object::toString).toList();
        return History.xml(new History.Operation(name, arguments, result, start, Instant.now(), packages, notes));
    }
}
