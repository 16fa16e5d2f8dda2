package org.snapup.daemon.workflows.names;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Place;
import org.snapup.daemon.storage.Storage;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** {@code -R DIR}: from a folder to the BE that is mounted there, and back. */
public final class Roots {
    private Roots() {}

    /**
     * The BE whose root is this folder.
     *
     * @throws SnapupException {@code INVALID_ROOT}
     */
    public static Be resolve(Storage storage, String root) {
        return storage.at(Path.of(root))
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.INVALID_ROOT,
                        root,
                        root + " is not the root of a boot environment; mount one there with: snapup be mount NAME "
                                + root,
                        null));
    }

    /**
     * The BE that the request meant, still mounted where the request said.
     *
     * @throws SnapupException {@code INVALID_ROOT}
     */
    public static Be check(Storage storage, Binding binding) {
        if (!isInPlace(binding)) {
            String root = requireNonNull(binding.root());
            throw new SnapupException(
                    ErrorCode.INVALID_ROOT,
                    root,
                    "what is at " + root + " isn't what was there when the request was made: it was mounted anew, or"
                            + " something took its place; nothing more was changed; repeat the request if it is meant",
                    null);
        }
        return checkBe(storage, binding);
    }

    /**
     * For a job that has begun: as {@link #check}, but its own snapshot may have put the BE into another folder, as when
     * plain directories take over one that somebody put there.
     *
     * @throws SnapupException {@code INVALID_ROOT}
     */
    public static void checkAgain(Storage storage, Binding binding) {
        if (!isInPlace(binding)) {
            checkBe(storage, binding);
        }
    }

    private static Be checkBe(Storage storage, Binding binding) {
        String root = requireNonNull(binding.root());
        Be be = resolve(storage, root);
        if (!be.is(requireNonNull(binding.subjectUuid()))) {
            throw new SnapupException(
                    ErrorCode.INVALID_ROOT,
                    root,
                    "another BE (" + be.name() + ") was mounted at " + root + " since the request was made;"
                            + " nothing was changed; repeat the request if that one is meant",
                    null);
        }
        return be;
    }

    /** Whether nothing else was mounted at the root, nor a link or another folder took its place. */
    private static boolean isInPlace(Binding binding) {
        String root = requireNonNull(binding.root());
        try {
            return binding.place() == null || Place.of(root).equals(binding.place());
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.INVALID_ROOT, root, "there is no folder " + root + " any more", e);
        }
    }
}
