package org.snapup.daemon.matrix;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Packages;

/** The four package workflows, as requests. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Map.of are
enum Flow {
    A_IMAGE_UPDATE_LIVE(Packages.IMAGE_UPDATE, false, List.of(), Map.of("app", 2, "base", 1)),
    B_IMAGE_UPDATE_ROOT(Packages.IMAGE_UPDATE, true, List.of(), Map.of("app", 2, "base", 1)),
    C_INSTALL_LIVE(Packages.INSTALL, false, List.of("tool"), Map.of("app", 1, "base", 1, "tool", 1)),
    D_UNINSTALL_ROOT(Packages.UNINSTALL, true, List.of("app"), Map.of("base", 1));

    final String method;
    final boolean onOtherRoot;
    final List<String> packages;
    final Map<String, Integer> installedAfter;

    Flow(String method, boolean onOtherRoot, List<String> packages, Map<String, Integer> installedAfter) {
        this.method = method;
        this.onOtherRoot = onOtherRoot;
        this.packages = packages;
        this.installedAfter = installedAfter;
    }

    Packages.Request request(String root) {
        @Nullable String dir = onOtherRoot ? root : null;
        return new Packages.Request(dir, packages, null, null, null, null, null);
    }
}
