package org.snapup.daemon.storage.directory;

import java.nio.file.Path;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Tag;

/** Makes and discards clones until it is killed; started by {@link KillIT}. */
final class KilledDaemon {
    static final Tag TAG = new Tag("killed", 1, "step");

    private KilledDaemon() {}

    public static void main(String[] arguments) {
        DirectoryStorage storage = DirectoryStorage.open(new DirectoryConfig(Path.of(arguments[0]), "be0", 1 << 20));
        Captured live = storage.capture(
                storage.list().stream().filter(Be::live).findFirst().orElseThrow());
        System.out.println("ready");
        while (true) {
            storage.snapshot(live, "s", TAG);
            storage.cloneSnapshot(live, "s", "be1", "uuid", TAG);
            storage.finish("be1", live, TAG);
            storage.discard("be1", TAG);
            storage.releaseSnapshot("be0", "s", TAG);
        }
    }
}
