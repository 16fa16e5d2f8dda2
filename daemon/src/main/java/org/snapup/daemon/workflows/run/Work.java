package org.snapup.daemon.workflows.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.PackageEngine.PackagePlan;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** A running job's place of work: its order, its trail, and the machine. Confined to the worker's thread. */
public final class Work {
    private final Order order;
    private final Machine machine;
    private final Journal journal;
    private @Nullable PackagePlan plan;
    private @Nullable Path cloneRoot;

    public Work(Order order, Machine machine, Journal journal) {
        this.order = requireNonNull(order, "order");
        this.machine = requireNonNull(machine, "machine");
        this.journal = requireNonNull(journal, "journal");
    }

    public Order order() {
        return order;
    }

    public Machine machine() {
        return machine;
    }

    public Storage storage() {
        return machine.storage();
    }

    public Journal journal() {
        return journal;
    }

    public Trail trail() {
        return journal.trail();
    }

    /** The tag of what this job makes in this step. */
    public Tag tag(String step) {
        return new Tag(machine.instance(), order.job(), step);
    }

    public void learn(Fact fact) {
        journal.append(Entry.Learned.of(fact));
    }

    public void note(String text) {
        journal.append(new Entry.Note(text));
    }

    /** The package plan of this process; empty after a restart. */
    public @Nullable PackagePlan plan() {
        return plan;
    }

    /** Keeps the plan for the steps that follow in this process. */
    public void plan(PackagePlan made) {
        this.plan = made;
    }

    /** Where this process mounted the clone that it works in; null after a restart. */
    public @Nullable Path cloneRoot() {
        return cloneRoot;
    }

    /** Remembers where the clone is mounted. */
    public void cloneRoot(Path mounted) {
        this.cloneRoot = mounted;
    }

    public void checkCancelled() {
        if (journal.cancelRequested()) {
            throw new SnapupException(ErrorCode.CANCELLED, "the job was cancelled");
        }
    }

    /** Every BE as it is now. */
    public List<Be> bes() {
        return storage().list();
    }

    public Be live() {
        return live(bes());
    }

    /** The running one of these. */
    public static Be live(List<Be> bes) {
        return bes.stream()
                .filter(Be::live)
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE, "none of the boot environments is the running one: check storage.live"));
    }

    /**
     * The BE with this uuid.
     *
     * @throws SnapupException {@code NO_SUCH_BE}
     */
    public Be byUuid(String uuid) {
        return bes().stream()
                .filter(be -> be.is(uuid))
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE,
                        "the boot environment that was asked for isn't there any more; see: snapup be list"));
    }
}
