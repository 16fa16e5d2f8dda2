package org.snapup.daemon.workflows.names;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.snapup.daemon.storage.Be;
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
        Be be = resolve(storage, root);
        if (!be.is(requireNonNull(binding.subjectUuid()))) {
            throw new SnapupException(
                    ErrorCode.INVALID_ROOT,
                    root,
                    "another BE (" + be.name() + ") was mounted at " + root + " since the request was made;"
                            + " that one was left alone; repeat the request if it is meant",
                    null);
        }
        return be;
    }
}
