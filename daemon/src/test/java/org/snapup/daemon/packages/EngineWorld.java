package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;

/** A package engine, a repository that it gets packages from, and a root with {@code hello} 1 installed. */
public interface EngineWorld {
    PackageEngine engine();

    Path root();

    /** What the engine may keep. */
    Path cache();

    /** Offers a version of a package of some files beneath {@code opt/NAME}, each with the version in its content. */
    void publish(String name, int version) throws IOException;

    /** Makes the repository's contents unreadable, so that nothing new can be fetched. */
    void breakRepository() throws IOException;

    /** The version of a package that is installed in a root by its files and by the engine's records; 0 for none. */
    int installed(Path root, String name) throws IOException;

    /** The engine answers questions. */
    boolean answers();

    /** What the engine keeps beneath a root for itself, as a relative path; no package has it. */
    Path records();
}
