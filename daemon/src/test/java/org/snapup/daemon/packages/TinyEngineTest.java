package org.snapup.daemon.packages;

import java.io.IOException;
import java.nio.file.Path;
import org.snapup.testing.TinyEngine;

/** The engine that drives the workflows' tests keeps to the contract that it stands in for. */
final class TinyEngineTest extends EngineContract {
    @Override
    EngineWorld open(Path folder) {
        Path root = folder.resolve("root");
        TinyEngine.put(root, "hello", 1);
        TinyEngine engine = new TinyEngine().offer("hello", 1);
        return new EngineWorld() {
            @Override
            public PackageEngine engine() {
                return engine;
            }

            @Override
            public Path root() {
                return root;
            }

            @Override
            public Path cache() {
                return folder.resolve("cache");
            }

            @Override
            public void publish(String name, int version) {
                engine.offer(name, version);
            }

            @Override
            public void breakRepository() {
                engine.failing(TinyEngine.Fault.BEFORE_CHANGE);
            }

            @Override
            public int installed(Path where, String name) throws IOException {
                return TinyEngine.installed(where).getOrDefault(name, 0);
            }

            @Override
            public boolean answers() {
                return false;
            }

            @Override
            public Path records() {
                return Path.of("var/tiny");
            }
        };
    }
}
