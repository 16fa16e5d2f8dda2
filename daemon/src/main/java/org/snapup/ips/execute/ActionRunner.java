package org.snapup.ips.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.execute.contents.PayloadWriter;
import org.snapup.ips.execute.contents.Payloads;
import org.snapup.ips.plan.ActionChange;
import org.snapup.ips.plan.ImagePlan;

/**
 * Carries out the changes of a plan in their order; where many plain files follow each other, which have nothing to do with
 * one another, several at a time.
 */
final class ActionRunner {
    /** Fewer files aren't worth the threads. */
    private static final int FEW = 64;

    private static final int MAX_THREADS = 4;

    private final Appliers appliers;
    private final Payloads payloads;
    private final IpsListener listener;

    ActionRunner(Appliers appliers, Payloads payloads, IpsListener listener) {
        this.appliers = appliers;
        this.payloads = payloads;
        this.listener = listener;
    }

    /**
     * Carries out all of it.
     *
     * @throws IpsException what the first change that failed gave; CANCELLED
     */
    void run(ImagePlan plan) {
        new Phase("Removing", plan.removals()).inTurn(plan.removals(), appliers::remove);
        install("Installing", accountFilesFirst(plan.installs()));
        install("Updating", plan.updates());
    }

    private void install(String name, List<ActionChange> changes) {
        Phase phase = new Phase(name, changes);
        int from = 0;
        while (from < changes.size()) {
            boolean plain = FileActions.isPlain(changes.get(from));
            int to = from + 1;
            while (to < changes.size() && FileActions.isPlain(changes.get(to)) == plain) {
                to++;
            }
            List<ActionChange> alike = changes.subList(from, to);
            if (plain && alike.size() >= FEW) {
                phase.together(alike);
            } else {
                phase.inTurn(alike, appliers::install);
            }
            from = to;
        }
    }

    /** One list of changes, and how far it is. */
    private final class Phase {
        private final String name;
        private final int total;
        private final long totalBytes;
        private final AtomicLong bytes = new AtomicLong();
        private int done;

        Phase(String name, List<ActionChange> changes) {
            this.name = name;
            this.total = changes.size();
            this.totalBytes = changes.stream().mapToLong(Phase::size).sum();
        }

        private static long size(ActionChange change) {
            return change.subject().action().size();
        }

        void inTurn(List<ActionChange> changes, Consumer<ActionChange> step) {
            for (ActionChange change : changes) {
                tell(done);
                make(change, step);
                done++;
            }
            tellEnd();
        }

        void together(List<ActionChange> changes) {
            int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
            AtomicInteger made = new AtomicInteger();
            ParallelWork.run(threads, byFolder(changes), () -> new FileWorker(made), begun -> tell(done + made.get()));
            done += changes.size();
            tellEnd();
        }

        private void make(ActionChange change, Consumer<ActionChange> step) {
            try {
                step.accept(change);
            } catch (ErrnoException e) {
                throw failure(change, e);
            }
            bytes.addAndGet(size(change));
        }

        private void tell(int at) {
            appliers.target().tellNotes();
            listener.checkCancelled();
            listener.progress(name, at, total, bytes.get(), totalBytes);
        }

        private void tellEnd() {
            appliers.target().tellNotes();
            if (done == total && total > 0) {
                listener.progress(name, total, total, bytes.get(), totalBytes);
            }
        }

        private IpsException failure(ActionChange change, ErrnoException e) {
            IpsException.Kind kind =
                    e.is(Errno.ENOSPC, Errno.EDQUOT) ? IpsException.Kind.NO_SPACE : IpsException.Kind.IO;
            return new IpsException(
                    kind,
                    name + " " + change.subject().action().key() + " of "
                            + change.subject().fmri().shortText() + " failed: " + e.getMessage(),
                    e);
        }

        /** Installs plain files on one thread. */
        private final class FileWorker implements ParallelWork.Worker<List<ActionChange>> {
            private final PayloadWriter writer = new PayloadWriter(payloads);
            private final AtomicInteger made;

            FileWorker(AtomicInteger made) {
                this.made = made;
            }

            @Override
            public void work(List<ActionChange> changes) {
                for (ActionChange change : changes) {
                    make(change, c -> appliers.files().install(c, c.subject(), writer));
                    made.incrementAndGet();
                }
            }

            @Override
            public void close() {
                writer.close();
            }
        }
    }

    /** In parts for one thread each: names of one folder are made one after the other by most filesystems anyway. */
    private static List<List<ActionChange>> byFolder(List<ActionChange> changes) {
        List<List<ActionChange>> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= changes.size(); i++) {
            if (i == changes.size()
                    || i - from == FEW
                    || !folder(changes.get(i)).equals(folder(changes.get(from)))) {
                parts.add(changes.subList(from, i));
                from = i;
            }
        }
        return parts;
    }

    private static String folder(ActionChange change) {
        String path = change.subject().action().path();
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Users can only be added, and owners only be looked up, in account files that are there. */
    private static List<ActionChange> accountFilesFirst(List<ActionChange> installs) {
        List<ActionChange> first = new ArrayList<>();
        List<ActionChange> rest = new ArrayList<>();
        for (ActionChange change : installs) {
            boolean account = change.kind() == ActionKind.FILE
                    && Accounts.FILES.contains(change.subject().action().path());
            (account ? first : rest).add(change);
        }
        first.addAll(rest);
        return first;
    }
}
