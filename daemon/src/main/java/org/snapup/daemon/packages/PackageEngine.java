package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;

/**
 * A package system that works on a root directory it is given and never reaches outside it. Called by one thread at a
 * time for {@link #execute} and {@link #recover}; {@link #plan} may run on others.
 *
 * <p>Every method throws {@link SnapupException} ({@code NO_SUCH_PACKAGE}, {@code NO_SOLUTION},
 * {@code IMAGE_LOCKED}, {@code PACKAGE_CONFLICT}, {@code REPOSITORY_ERROR}, {@code NO_SPACE}, {@code CANCELLED},
 * {@code ENGINE_FAILED}) with what to do.
 */
public interface PackageEngine {
    /** The engine's name in the configuration, for example {@code ips}. */
    String name();

    /**
     * Plans a change; {@code NOT_SUPPORTED} where the engine has no such operation. Writes nothing beneath the root: what has to be fetched goes to {@link EngineContext#cache()}.
     */
    PackagePlan plan(Path root, PackageRequest request, EngineContext context);

    /**
     * Carries out a plan on the root that it was made for, or on an identical copy. Everything is fetched and verified
     * before {@link EngineContext#beforeFirstChange()}; nothing beneath the root is changed before that returns, but that an
     * engine may keep there, in folders of its own, what is to come.
     */
    void execute(Path root, PackagePlan plan, EngineContext context);

    /**
     * Looks at a root in which {@link #execute} was cut off by a crash, and finishes or undoes it if it can.
     */
    Recovery recover(Path root, EngineContext context);

    /**
     * Removes what {@link #execute} has kept beneath a root where it was cut off before its first change. What can't be removed
     * is no error; it stays until the next operation.
     */
    default void tidy(Path root, EngineContext context) {
        // nothing is kept
    }

    /**
     * Answers a question about the image beneath a root; changes nothing there. May be called by several threads, also
     * while the image is changed: the answer is from before or after the change.
     *
     * @param parts of an answer with many rows takes those before the last, in order
     * @return the reply's record, see {@link org.snapup.protocol.Methods}, or its last part
     * @throws SnapupException {@code NOT_SUPPORTED} where the engine knows no such question
     */
    default Record answer(Path root, ImageQueries.Query query, Consumer<Record> parts, EngineContext context) {
        throw unsupported(EngineWords.of(query));
    }

    /**
     * Changes the configuration of the image beneath a root, holding its lock. Either all is changed, or nothing.
     *
     * @return false where it was so already
     * @throws SnapupException {@code NOT_SUPPORTED} where the engine knows no such change
     */
    default boolean configure(Path root, ImageChanges.Change change, EngineContext context) {
        throw unsupported(EngineWords.of(change));
    }

    /**
     * Does, in a folder of its own, what it does for users, so that it is fast when they come. To be called when nothing else
     * is to be done.
     *
     * @param context with a folder for what is fetched; whatever its {@link EngineContext#checkCancelled()} throws ends the
     *     rehearsal
     */
    default void rehearse(Path folder, EngineContext context) throws IOException {
        // nothing to be made faster
    }

    /** A text that is another one after every change that {@link #configure} makes, but for a refresh. */
    default String configuration(Path root) {
        throw unsupported("keep a configuration in its images");
    }

    /** The refusal of something that this engine doesn't do. */
    default SnapupException unsupported(String what) {
        return new SnapupException(
                ErrorCode.NOT_SUPPORTED,
                name(),
                "the package engine " + name() + " doesn't " + what + "; packages.engine in the daemon's configuration"
                        + " chooses the engine",
                null);
    }

    /**
     * Keeps other package tools from changing the root until closed, changing nothing beneath it.
     *
     * @throws SnapupException {@code IMAGE_LOCKED}, naming who holds it
     */
    ImageLock lock(Path root);

    /** What {@link #recover} left. */
    enum Recovery {
        /** As before the operation. */
        UNCHANGED,
        /** As after the whole operation. */
        FINISHED,
        /** Partly changed, and the engine can't mend it. */
        DIRTY
    }

    /** A held lock. */
    interface ImageLock extends AutoCloseable {
        @Override
        void close();
    }

    /** A plan, the engine's own; it can't outlive the process. */
    interface PackagePlan {
        /** What is to be shown to the user. */
        Plan summary();

        /** Nothing is to be done. */
        default boolean isEmpty() {
            return summary().isEmpty();
        }
    }
}
