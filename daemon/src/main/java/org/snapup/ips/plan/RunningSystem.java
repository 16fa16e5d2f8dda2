package org.snapup.ips.plan;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;

/** What is installed in the image of the running system, by stem; read when it is first asked for. For one thread. */
final class RunningSystem implements Supplier<Map<String, Fmri>> {
    private final Path root;
    private @Nullable Map<String, Fmri> installed;

    private RunningSystem(Path root) {
        this.root = root;
    }

    /** At {@code /}, or as for pkg(1) where {@code PKG_LIVE_ROOT} says. */
    static RunningSystem of(Map<String, String> environment) {
        String root = environment.getOrDefault("PKG_LIVE_ROOT", "");
        return new RunningSystem(Path.of(root.isEmpty() ? "/" : root));
    }

    /**
     * Nothing where the system isn't an image.
     *
     * @throws IpsException if it is one that can't be read
     */
    @Override
    public Map<String, Fmri> get() {
        if (installed == null) {
            installed = read();
        }
        return installed;
    }

    private Map<String, Fmri> read() {
        try {
            return Image.read(root).installed();
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
    }
}
