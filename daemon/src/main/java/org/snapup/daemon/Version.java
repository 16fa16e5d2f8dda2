package org.snapup.daemon;

import static java.util.Objects.requireNonNullElse;

/** The version of the running program. */
final class Version {
    private Version() {}

    /** As the archive's manifest has it; {@code development} when run from class files. */
    static String text() {
        return requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
