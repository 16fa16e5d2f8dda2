package org.snapup.ips.action;

import java.nio.charset.StandardCharsets;
import org.snapup.ips.IpsException;

/** Fuzz target: manifests and their actions. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            for (Action action : Manifest.parse(input, "input").actions()) {
                ActionRules.problems(action);
                use(action);
            }
        } catch (IpsException e) {
            // refused in words
        }
        try {
            Action.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IpsException e) {
            // refused in words
        }
    }

    private static void use(Action action) {
        try {
            Mediation.of(action);
            ContentHash.of(action);
            Action.parse(action.toString());
            if (action.get("path") != null && action.path().startsWith("/")) {
                throw new AssertionError("a path leaves the image: " + action);
            }
        } catch (IpsException e) {
            // a backslash, which pkg(1) doesn't escape; a path that leaves the image
        }
    }
}
