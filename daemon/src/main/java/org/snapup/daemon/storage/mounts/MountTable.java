package org.snapup.daemon.storage.mounts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What is mounted, as the kernel says: in the order of mounting, a later one hides an earlier one at its path. */
public record MountTable(List<Mount> mounts) {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final Path MNTTAB = Path.of("/etc/mnttab");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /**
     * Reads it anew: Linux' mountinfo, illumos' mnttab, else what {@code mount -p} prints.
     *
     * @param printed runs that command, where there is nothing to read
     */
    public static MountTable read(Supplier<String> printed) {
        try {
            if (Files.isReadable(MOUNTINFO)) {
                return ofMountinfo(Files.readString(MOUNTINFO, StandardCharsets.UTF_8));
            }
            return ofColumns(Files.isReadable(MNTTAB) ? Files.readString(MNTTAB) : printed.get());
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.STORAGE_FAILED, "can't read what is mounted: " + e.getMessage(), e);
        }
    }

    public static MountTable ofMountinfo(String text) {
        List<Mount> mounts = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] fields = line.split(" ", -1);
            for (int dash = 6; dash + 2 < fields.length; dash++) {
                if (fields[dash].equals("-")) {
                    mounts.add(new Mount(
                            unescape(fields[dash + 2]),
                            unescape(fields[4]),
                            fields[dash + 1],
                            fields[2],
                            unescape(fields[3])));
                    break;
                }
            }
        });
        return new MountTable(List.copyOf(mounts));
    }

    private static MountTable ofColumns(String text) {
        List<Mount> mounts = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] fields = line.split("[ \t]+", -1);
            if (fields.length >= 3) {
                mounts.add(new Mount(unescape(fields[0]), unescape(fields[1]), fields[2], "", "/"));
            }
        });
        return new MountTable(List.copyOf(mounts));
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        Matcher matcher = OCTAL.matcher(field);
        return matcher.replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 8))));
    }

    public Stream<Mount> of(String dataset) {
        return mounts.stream().filter(mount -> mount.isOf(dataset));
    }

    /** Where the dataset is mounted. */
    public Optional<String> pathOf(String dataset) {
        return of(dataset).map(Mount::path).findFirst();
    }

    public boolean isMounted(String dataset) {
        return of(dataset).findAny().isPresent();
    }

    /** Mounts of the dataset and of those beneath it, in the order of mounting. */
    public List<Mount> ofTree(String dataset) {
        return mounts.stream()
                .filter(mount -> mount.isZfs()
                        && mount.root().equals("/")
                        && (mount.source().equals(dataset) || mount.source().startsWith(dataset + "/")))
                .toList();
    }

    /** What one sees at exactly this path. */
    public Optional<Mount> at(String path) {
        return mounts.stream().filter(mount -> mount.path().equals(path)).reduce((earlier, later) -> later);
    }

    /** The filesystem that a path lies in. */
    public Optional<Mount> holding(String path) {
        return mounts.stream()
                .filter(mount -> mount.path().equals(path)
                        || path.startsWith(mount.path().equals("/") ? "/" : mount.path() + "/"))
                .reduce((a, b) -> b.path().length() >= a.path().length() ? b : a);
    }
}
