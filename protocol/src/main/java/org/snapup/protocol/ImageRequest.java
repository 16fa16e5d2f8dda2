package org.snapup.protocol;

import org.jspecify.annotations.Nullable;

/** A request about the image of a BE: an operation on packages, a change of the configuration, or a question. */
public sealed interface ImageRequest permits Packages.Operation, ImageChanges.Change, ImageQueries.Query {
    /** Absolute path of a mounted BE's root ({@code -R DIR}), or null for the live system. */
    @Nullable
    String root();

    /** The root that a method's parameters name, null where they are about the live system. */
    static @Nullable String rootOf(Record parameters) {
        return parameters instanceof ImageRequest request ? request.root() : null;
    }

    /** What every such record refuses. */
    static void requireAbsolute(@Nullable String root) {
        if (root != null) {
            AbsolutePath.require("root", "root", root);
        }
    }
}
