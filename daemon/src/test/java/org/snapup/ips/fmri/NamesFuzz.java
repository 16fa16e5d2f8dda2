package org.snapup.ips.fmri;

import java.nio.charset.StandardCharsets;
import org.snapup.ips.IpsException;

/** Fuzz target: versions, FMRIs and patterns. */
public final class NamesFuzz {
    private NamesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        parse(() -> {
            Version version = Version.parse(text);
            require(Version.parse(version.toString()).equals(version), text);
        });
        parse(() -> {
            Fmri fmri = Fmri.parse(text);
            require(Fmri.parse(fmri.toString()).equals(fmri), text);
        });
        parse(() -> VersionPattern.parse(text).matches(Version.parse("1.2,5.11-1:20260101T000000Z")));
        parse(() -> PackagePattern.parse(text).matches(Fmri.parse("pkg://example.org/app/hello@1.0,5.11-2026.0")));
        parse(() -> Fmri.ofDirPath("example.org", text));
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError("what was printed isn't what was read: " + text);
        }
    }

    private static void parse(Runnable parsing) {
        try {
            parsing.run();
        } catch (IpsException e) {
            // refused in words
        }
    }
}
