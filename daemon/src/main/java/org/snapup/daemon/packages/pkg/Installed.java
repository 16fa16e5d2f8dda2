package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snapup.daemon.packages.EngineContext;

/** What is installed in an image, as pkg(1) says: FMRIs by the packages' names. Images have more than one format. */
final class Installed {
    private static final List<String> LIST = List.of("list", "-H", "-v", "--no-refresh");

    private Installed() {}

    /** Asked of a copy, so that nothing is written into the image. */
    static Map<String, String> in(Path root, PkgTool tool, EngineContext context) {
        try (MetadataCopy copy = MetadataCopy.withoutManifests(root, context.cache())) {
            return of(new Asking(tool, copy.root(), context));
        }
    }

    static Map<String, String> of(Asking asking) {
        Map<String, String> installed = new TreeMap<>();
        asking.partly(LIST)
                .out()
                .lines()
                .filter(line -> line.startsWith("pkg://"))
                .forEach(line -> {
                    String fmri = text(line.split(" ", 2)[0]);
                    installed.put(name(fmri), fmri);
                });
        return installed;
    }

    /** An FMRI as pkg(1) writes it for people: without the build release. */
    static String text(String fmri) {
        return fmri.replaceFirst(",[^:-]*", "");
    }

    private static String name(String fmri) {
        String path = fmri.substring(fmri.indexOf("//") + 2);
        return path.substring(path.indexOf('/') + 1, path.indexOf('@'));
    }
}
