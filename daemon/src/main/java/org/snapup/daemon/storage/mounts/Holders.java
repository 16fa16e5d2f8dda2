package org.snapup.daemon.storage.mounts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what keeps filesystems mounted: processes with a folder, program, open file or mapping there, mounts beneath
 * them, other mount namespaces. Reads Linux' /proc, where files are told by their device; knows nothing elsewhere.
 */
public final class Holders {
    private static final Path PROC = Path.of("/proc");

    private final Set<String> devices;
    private final Set<String> seenNamespaces = new HashSet<>();
    private final List<String> holders = new ArrayList<>();

    private Holders(Set<String> devices) {
        this.devices = devices;
    }

    /** One sentence's part for each holder of these mounts, for example {@code process 12 (sh) has its cwd there}. */
    public static List<String> of(List<Mount> mounts) {
        Set<String> devices = mounts.stream().map(Mount::device).collect(Collectors.toSet());
        devices.remove("");
        if (devices.isEmpty() || !Files.isDirectory(PROC.resolve("self"))) {
            return List.of();
        }
        Holders holders = new Holders(devices);
        holders.seenNamespaces.add(holders.namespace("self"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path folder : folders) {
                holders.look(folder.getFileName().toString());
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return holders.holders;
    }

    private void look(String pid) {
        for (String link : List.of("cwd", "root", "exe")) {
            if (isThere(PROC.resolve(pid).resolve(link))) {
                add(pid, "has its " + link + " there");
                return;
            }
        }
        if (hasOpenFile(pid)) {
            add(pid, "has an open file there");
        } else if (hasMapping(pid)) {
            add(pid, "has mapped a file there");
        } else if (seenNamespaces.add(namespace(pid)) && isMountedFor(pid)) {
            add(pid, "sees it in a mount namespace of its own");
        }
    }

    private void add(String pid, String what) {
        String name;
        try {
            name = Files.readString(PROC.resolve(pid + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            name = "ended meanwhile";
        }
        holders.add("process " + pid + " (" + name + ") " + what);
    }

    private boolean hasOpenFile(String pid) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path file : files) {
                if (isThere(file)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    private boolean isThere(Path link) {
        try {
            // Pipes, sockets and the like are no paths: nothing to ask a filesystem for.
            if (!Files.readSymbolicLink(link).toString().startsWith("/")) {
                return false;
            }
            return Files.getAttribute(link, "unix:dev") instanceof Long device && devices.contains(decode(device));
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel's major:minor of a device number, as glibc packs it. */
    private static String decode(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & 0xfffff000L);
        long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
        return major + ":" + minor;
    }

    private boolean hasMapping(String pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> {
                String[] fields = line.split(" +", 5);
                String[] device = fields.length < 5 ? new String[0] : fields[3].split(":", 2);
                return device.length == 2
                        && devices.contains(Integer.parseInt(device[0], 16) + ":" + Integer.parseInt(device[1], 16));
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private String namespace(String pid) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/ns/mnt")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private boolean isMountedFor(String pid) {
        try {
            String mountinfo = Files.readString(PROC.resolve(pid + "/mountinfo"), StandardCharsets.UTF_8);
            return MountTable.ofMountinfo(mountinfo).mounts().stream()
                    .anyMatch(mount -> devices.contains(mount.device()));
        } catch (IOException e) {
            return false;
        }
    }
}
