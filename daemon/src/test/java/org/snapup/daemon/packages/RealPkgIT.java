package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.packages.pkg.PkgEngines;

/** The engine {@code pkg} over the real pkg(1), where there is one. */
final class RealPkgIT extends EngineContract {
    @Override
    EngineWorld open(Path folder) throws IOException {
        return new ImageWorld(folder, PkgEngines.real(), PkgEngines.realImages());
    }
}
