package org.snapup.daemon.workflows.packages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.snapup.daemon.workflows.names.Binder;
import org.snapup.daemon.workflows.run.Machine;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries.Query;

/** Answers questions about images beside the queue. Safe on any thread. */
public final class ImageReader {
    private final Machine machine;
    private final Binder binder;
    private final Supplier<Path> liveRoot;

    /** @param liveRoot where the running BE is mounted, from a view that waits for nothing */
    public ImageReader(Machine machine, Binder binder, Supplier<Path> liveRoot) {
        this.machine = machine;
        this.binder = binder;
        this.liveRoot = liveRoot;
    }

    /**
     * The reply's record, or the last of its parts.
     *
     * @param parts takes those before the last
     * @param gone nobody waits for the answer any more, so that it may be given up
     * @throws org.snapup.protocol.SnapupException {@code INVALID_ROOT}, {@code NOT_SUPPORTED} and what engines throw
     */
    public Record answer(Query query, Consumer<Record> parts, Consumer<Progress> progress, BooleanSupplier gone) {
        Path root = query.root() == null
                ? liveRoot.get()
                : Path.of(requireNonNull(binder.bind((Record) query).root()));
        return machine.engine().answer(root, query, parts, new Looking(machine.cache(), progress, gone));
    }
}
