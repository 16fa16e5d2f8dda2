package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.daemon.packages.ips.IpsEngine;

final class IpsEngineTest extends EngineContract {
    @Override
    EngineWorld open(Path folder) throws IOException {
        return new ImageWorld(folder, new IpsEngine());
    }
}
