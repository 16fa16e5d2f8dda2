package org.snapup.daemon.packages.ips.parsable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.FileStat;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.ImagePlan;

/**
 * What goes into an image's boot archive.
 *
 * @param prefixes of paths; a directory's ends with a slash
 */
record BootFiles(List<String> prefixes) {
    private static final String LIST = "boot/solaris/filelist.ramdisk";

    /** As the image's own list says; an image without one has no boot archive. */
    static BootFiles of(ImageFiles files) {
        List<String> prefixes = new ArrayList<>();
        files.readText(BytePath.of(LIST)).ifPresent(text -> {
            text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
                String path = line.replaceAll("^/+|/+$", "");
                boolean isDirectory = files.root()
                        .find(BytePath.of(path))
                        .map(FileStat::isDirectory)
                        .orElse(false);
                prefixes.add(isDirectory ? path + "/" : path);
            });
            prefixes.add(LIST);
        });
        return new BootFiles(prefixes);
    }

    boolean isConcernedBy(ImagePlan plan) {
        return !prefixes.isEmpty()
                && plan.changes()
                        .flatMap(change ->
                                Stream.ofNullable(change.subject().action().get("path")))
                        .anyMatch(path -> prefixes.stream().anyMatch(path::startsWith));
    }
}
