package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.packages.pkg.PkgEngines;

/** The engine {@code pkg} over the stand-in for pkg(1). */
final class PkgEngineTest extends EngineContract {
    @Override
    EngineWorld open(Path folder) throws IOException {
        return new ImageWorld(folder, PkgEngines.standIn(folder.resolve("stand-in")));
    }
}
