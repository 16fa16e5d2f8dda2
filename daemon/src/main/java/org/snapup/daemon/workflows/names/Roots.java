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
        String root = requireNonNull(binding.root());
        checkPlace(binding);
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

    /**
     * What is at the root is still what was there when the request was accepted: nothing else was mounted, nor did a link or
     * another folder take its place.
     *
     * @throws SnapupException {@code INVALID_ROOT}
     */
    public static void checkPlace(Binding binding) {
        String root = requireNonNull(binding.root());
        String now;
        try {
            now = Place.of(root);
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.INVALID_ROOT, root, "there is no folder " + root + " any more", e);
        }
        if (binding.place() != null && !binding.place().equals(now)) {
            throw new SnapupException(
                    ErrorCode.INVALID_ROOT,
                    root,
                    "what is at " + root + " isn't what was there when the request was made: it was mounted anew, or"
                            + " something took its place; nothing more was changed; repeat the request if it is meant",
                    null);
        }
    }
}
