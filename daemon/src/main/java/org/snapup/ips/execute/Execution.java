package org.snapup.ips.execute;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.execute.contents.PayloadWriter;
import org.snapup.ips.execute.contents.Payloads;
import org.snapup.ips.execute.contents.Prefetch;
import org.snapup.ips.execute.contents.Staging;
import org.snapup.ips.image.History;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.journal.Journal;
import org.snapup.ips.journal.JournalEnd;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.plan.PlannedAction;

/**
 * One plan being carried out, by the holder of the image's lock: first everything that can fail without a change of the image,
 * then, with a journal, the changes.
 */
final class Execution {
    private static final String SAVING = "Saving the image's state";

    private final Path root;
    private final Path cache;
    private final IpsListener listener;
    private final ImageFiles files;
    private final Target target;
    private final Image image;
    private final ImagePlan plan;
    private final Instant start = Instant.now();
    private final Accounts accounts;
    private final FileActions fileActions;
    private final ImageState state;

    /**
     * Of a plan that isn't empty.
     *
     * @param image as it is before
     */
    Execution(
            Path root, Path cache, IpsListener listener, ImageFiles files, Target target, Image image, ImagePlan plan) {
        this.root = root;
        this.cache = cache;
        this.listener = listener;
        this.files = files;
        this.target = target;
        this.image = image;
        this.plan = plan;
        this.accounts = new Accounts(target, files);
        this.fileActions = new FileActions(target, accounts, plan);
        this.state = new ImageState(files, image, plan);
    }

    /** @throws IpsException as {@link Executor#execute} */
    void run() {
        StateWriter writer = new StateWriter(files);
        writer.checkWritable();
        writer.finish();
        try (Staging staging = new Staging(files);
                Payloads payloads = new Payloads(plan.catalogs(), cache, staging);
                ManifestStore manifests = new ManifestStore(files, plan.catalogs(), cache)) {
            prepare(staging, payloads, manifests);
            change(staging, payloads, manifests);
        } catch (RuntimeException e) { // a listener's, too
            discardNextState(writer, e);
            throw e;
        }
        new JournalEnd(files, listener).resolve(root);
        listener.progress(SAVING, 1, 1, 0, 0);
    }

    /** What it can't remove, the next operation does: the failure itself is what its caller has to know. */
    private static void discardNextState(StateWriter writer, RuntimeException failure) {
        try {
            writer.finish();
        } catch (ErrnoException | IpsException e) {
            failure.addSuppressed(e);
        }
    }

    /** Fetches what is needed, and meanwhile checks what could fail and writes the next state. Of the image nothing changes. */
    private void prepare(Staging staging, Payloads payloads, ManifestStore manifests) {
        List<PlannedAction> needed = plan.changes()
                .filter(change -> change.kind() == ActionKind.LICENSE
                        ? change.to() != null
                        : change.kind() == ActionKind.FILE && fileActions.needsContent(change))
                .map(ActionChange::subject)
                .toList();
        listener.checkCancelled();
        try {
            state.stageManifests(manifests, staging);
            new Prefetch(payloads, listener).run(needed, () -> {
                new PathCheck(files.root()).check(plan);
                new AccountCheck(accounts).check(plan);
                fileActions.check();
                state.prepare(start);
            });
        } catch (ErrnoException e) {
            throw new IpsException(
                    kind(e),
                    "can't write what is to come into var/pkg of " + root + ": " + e.getMessage()
                            + "; nothing was changed",
                    e);
        }
        listener.checkCancelled();
    }

    private void change(Staging staging, Payloads payloads, ManifestStore manifests) {
        String id = new OperationMark(cache).renew();
        StoredNotes notes = StoredNotes.of(plan, id);
        Journal.Intent intent = new Journal.Intent(
                id,
                JournalEnd.installed(image),
                TouchedPaths.of(plan, notes.path()),
                ImageState.lookups(),
                state.oldManifests(),
                entry("Failed", null));
        listener.beforeFirstChange();
        try (Journal journal = Journal.begin(files, intent)) {
            target.changesGoTo(journal);
            carryOut(payloads, manifests);
            notes.write(files);
            noteDrivers();
            listener.progress(SAVING, 0, 1, 0, 0);
            state.writeManifests(staging);
            staging.close(); // before all that was written is synced
            journal.beforeCommit(ImageLayout.NEXT_STATE, entry("Succeeded", notes.name()));
            plan.configuration().ifPresent(config -> config.write(files));
            target.sync();
            state.commit();
        } catch (ErrnoException e) {
            throw undone(cannotChange(root, e));
        } catch (IpsException e) {
            throw undone(e);
        }
    }

    private void carryOut(Payloads payloads, ManifestStore manifests) {
        String architecture = image.config().variants().getOrDefault("variant.arch", "i386");
        Drivers drivers = new Drivers(
                target, files, () -> manifests.drivers(plan.installed().values(), filter()));
        try (PayloadWriter writer = new PayloadWriter(payloads)) {
            PackageRecords records = new PackageRecords(target, writer, architecture);
            Appliers appliers = new Appliers(target, accounts, fileActions, records, drivers, writer);
            new ActionRunner(appliers, payloads, listener).run(plan);
        }
    }

    private ActionFilter filter() {
        return plan.configuration().orElse(image.config()).actionFilter();
    }

    /** An image without the files of drivers may get packages with drivers all the same. */
    private void noteDrivers() {
        if (!Drivers.areKept(files)) {
            plan.drivers()
                    .forEach(driver -> listener.note("Not carried out, because the image has no etc/name_to_major: "
                            + driver.action() + " of " + driver.fmri().shortText() + "."));
        }
    }

    /** Undoes what failed; the error then says so. */
    private IpsException undone(IpsException failure) {
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

    static IpsException cannotChange(Path root, ErrnoException e) {
        return new IpsException(kind(e), "can't change the image " + root + ": " + e.getMessage(), e);
    }

    private static IpsException.Kind kind(ErrnoException e) {
        return e.is(Errno.ENOSPC, Errno.EDQUOT) ? IpsException.Kind.NO_SPACE : IpsException.Kind.IO;
    }

    private String entry(String result, @Nullable String notes) {
        String name = plan.request().verb();
        List<String> arguments = new ArrayList<>(List.of("snapup", name));
        arguments.addAll(plan.request().arguments());
        List<String> packages = plan.packages().stream().map(Object::toString).toList();
        return History.xml(new History.Operation(name, arguments, result, start, Instant.now(), packages, notes));
    }
}
