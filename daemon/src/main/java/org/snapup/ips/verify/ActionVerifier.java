package org.snapup.ips.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.FileType;
import org.snapup.ips.IpsException;
import org.snapup.ips.account.AccountNames;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.ContentHash;
import org.snapup.ips.execute.Drivers;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ActionDiff;

/**
 * Compares what is in an image with single actions. Owners and groups are only looked at by root, for nobody else can
 * set them. Confined to one thread.
 */
final class ActionVerifier {
    private static final int OWNER_WRITES = 0200;

    private final ImageFiles files;
    private final AccountNames names;
    private final AccountVerifier accounts;
    private final DependencyVerifier dependencies;
    private final boolean privileged = CurrentUser.isPrivileged();
    private final FileVerifier contents = new FileVerifier();
    private final Details fileDetails = contents::verify;

    ActionVerifier(ImageFiles files, Image image) {
        this.files = files;
        this.names = new AccountNames(files);
        this.accounts = new AccountVerifier(files);
        this.dependencies = new DependencyVerifier(files, image);
    }

    List<Finding> verify(Fmri fmri, Action action) {
        try {
            return switch (action.kind()) {
                case FILE -> file(action);
                case DIR -> withParent(action, FileType.DIRECTORY, (dir, parent, name, stat) -> List.of());
                case LINK -> symbolicLink(action);
                case HARDLINK -> hardLink(action);
                case LICENSE -> license(fmri, action);
                case USER -> accounts.user(action);
                case GROUP -> accounts.group(action);
                case LEGACY -> legacy(action);
                case DRIVER -> driver(action);
                case DEPEND -> dependencies.verify(fmri, action);
                case SET, UNKNOWN, SIGNATURE -> List.of();
            };
        } catch (ErrnoException e) {
            String text = e.is(Errno.EACCES, Errno.EPERM)
                    ? "Skipping: Permission Denied"
                    : "Unexpected Error: " + e.getMessage();
            return List.of(Finding.broken(action, text));
        } catch (IllegalArgumentException e) {
            return List.of(Finding.broken(action, "Unexpected Error: " + e.getMessage()));
        } catch (IpsException e) {
            return List.of(Finding.broken(action, "Unexpected Error: " + e.getMessage()));
        }
    }

    private List<Finding> driver(Action action) {
        List<Finding> findings = new ArrayList<>(0);
        Drivers.ambiguity(files, action).ifPresent(text -> findings.add(Finding.unmendable(action, text)));
        Drivers.missing(files, action).forEach(text -> findings.add(Finding.broken(action, text)));
        Drivers.extra(files, action).forEach(text -> findings.add(Finding.warning(action, text)));
        return findings;
    }

    private interface Details {
        List<Finding> verify(Action action, DirectoryHandle parent, byte[] name, FileStat stat);
    }

    private List<Finding> file(Action action) {
        String preserve = action.get("preserve");
        if ("abandon".equals(preserve)) {
            return List.of();
        }
        return withParent(action, FileType.REGULAR, fileDetails);
    }

    private List<Finding> symbolicLink(Action action) {
        boolean free = "true".equals(action.get("preserve"));
        BytePath path = BytePath.of(action.path());
        if (free && files.root().find(path).isEmpty()) {
            return List.of();
        }
        return withParent(action, FileType.SYMLINK, (link, parent, name, stat) -> {
            byte[] wanted = BytePath.encode(action.attributes().require("target"));
            byte[] found = parent.readLink(name);
            return free || Arrays.equals(found, wanted)
                    ? List.of()
                    : List.of(Finding.broken(
                            action,
                            "Target: '" + new String(found, java.nio.charset.StandardCharsets.UTF_8) + "' should be '"
                                    + action.get("target") + "'"));
        });
    }

    private List<Finding> hardLink(Action action) {
        return withParent(action, FileType.REGULAR, (link, parent, name, stat) -> {
            String target = ActionDiff.hardlinkTarget(action);
            Optional<FileStat> file = files.root().find(BytePath.of(target)).filter(found -> !found.isSymlink());
            if (file.isEmpty()) {
                return List.of(Finding.broken(action, "Target '" + action.get("target") + "' does not exist"));
            }
            return file.get().sameFile(stat)
                    ? List.of()
                    : List.of(Finding.broken(action, "Broken: Path and Target (" + target + ") inodes not the same"));
        });
    }

    private List<Finding> withParent(Action action, FileType type, Details details) {
        BytePath path = BytePath.of(action.path());
        try (DirectoryHandle parent = files.root().parent(path)) {
            Optional<FileStat> stat = parent.find(path.name());
            return stat.isEmpty()
                    ? missing(action, type)
                    : compare(action, type, parent, path.name(), stat.get(), details);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                return missing(action, type);
            }
            throw e;
        }
    }

    private static List<Finding> missing(Action action, FileType type) {
        return "legacy".equals(action.get("preserve"))
                ? List.of()
                : List.of(Finding.broken(action, "missing: " + word(type) + " does not exist"));
    }

    private List<Finding> compare(
            Action action, FileType type, DirectoryHandle parent, byte[] name, FileStat stat, Details details) {
        List<Finding> findings = new ArrayList<>(0);
        boolean same = stat.type() == type;
        if (!same) {
            findings.add(
                    Finding.broken(action, "file type: '" + word(stat.type()) + "' should be '" + word(type) + "'"));
        }
        if (type != FileType.SYMLINK) {
            attributes(action, stat, findings);
        }
        if (same) {
            findings.addAll(details.verify(action, parent, name, stat));
        }
        return findings;
    }

    private void attributes(Action action, FileStat stat, List<Finding> findings) {
        String owner = action.get("owner");
        String group = action.get("group");
        if (privileged && owner != null) {
            Optional<Integer> uid = names.uid(owner);
            if (uid.isEmpty()) {
                findings.add(Finding.attribute(action, "owner: " + owner + " is unknown"));
            } else if (uid.get() != stat.uid()) {
                findings.add(Finding.attribute(
                        action, mismatch("owner", names.userName(stat.uid()), stat.uid(), owner, uid.get())));
            }
        }
        if (privileged && group != null) {
            Optional<Integer> gid = names.gid(group);
            if (gid.isEmpty()) {
                findings.add(Finding.attribute(action, "group: " + group + " is unknown"));
            } else if (gid.get() != stat.gid()) {
                findings.add(Finding.attribute(
                        action, mismatch("group", names.groupName(stat.gid()), stat.gid(), group, gid.get())));
            }
        }
        mode(action, stat).ifPresent(findings::add);
    }

    private static String mismatch(String what, String found, int foundId, String wanted, int wantedId) {
        return what + ": '" + found + " (" + Integer.toUnsignedString(foundId) + ")' should be '" + wanted + " ("
                + Integer.toUnsignedString(wantedId) + ")'";
    }

    private Optional<Finding> mode(Action action, FileStat stat) {
        String text = action.get("mode");
        if (text == null) {
            return Optional.empty();
        }
        int wanted;
        try {
            wanted = Integer.parseInt(text, 8);
        } catch (NumberFormatException e) {
            return Optional.of(Finding.attribute(action, "mode: " + text + " is no mode"));
        }
        int found = stat.permissions();
        // Who isn't root gets directories that the owner can write to, or there would be nothing in them.
        boolean loosened = !privileged && action.kind() == ActionKind.DIR && found == (wanted | OWNER_WRITES);
        return found == wanted || loosened
                ? Optional.empty()
                : Optional.of(Finding.attribute(
                        action, String.format(Locale.ROOT, "mode: %04o should be %04o", found, wanted)));
    }

    private static String word(FileType type) {
        return switch (type) {
            case FIFO -> "fifo";
            case CHARACTER_DEVICE -> "character device";
            case DIRECTORY -> "directory";
            case BLOCK_DEVICE -> "block device";
            case REGULAR -> "regular file";
            case SYMLINK -> "symbolic link";
            case SOCKET -> "socket";
            case OTHER -> "unknown";
        };
    }

    private List<Finding> license(Fmri fmri, Action action) {
        BytePath path = ImageLayout.license(fmri, action.attributes().require("license"));
        if (files.root().find(path).filter(FileStat::isRegular).isEmpty()) {
            return List.of(Finding.broken(action, "License file " + path + " does not exist."));
        }
        Optional<ContentHash> expected = ContentHash.of(action);
        if (expected.isEmpty()) {
            return List.of();
        }
        String found = contents.hash(expected.get(), files.root(), path);
        return found.equals(expected.get().hex())
                ? List.of()
                : List.of(Finding.broken(
                        action,
                        "Hash: '" + found + "' should be '" + expected.get().hex() + "'"));
    }

    private List<Finding> legacy(Action action) {
        String directory = "var/sadm/pkg/" + action.attributes().require("pkg");
        BytePath path = BytePath.of(directory);
        if (files.root().find(path).filter(FileStat::isDirectory).isEmpty()) {
            return List.of(Finding.broken(action, "Missing directory " + directory));
        }
        return files.root()
                        .find(path.resolve("pkginfo"))
                        .filter(FileStat::isRegular)
                        .isPresent()
                ? List.of()
                : List.of(Finding.broken(action, "Missing file " + directory + "/pkginfo"));
    }
}
