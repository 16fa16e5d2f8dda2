package org.snapup.ips.execute;

import java.util.Arrays;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.plan.ActionDiff;
import org.snapup.ips.plan.PlannedAction;

/** Symbolic and hard links. A link is made under a temporary name and renamed into its place. */
final class LinkActions {
    private final Target target;

    LinkActions(Target target) {
        this.target = target;
    }

    void installSymbolic(PlannedAction now) {
        BytePath path = BytePath.of(now.action().path());
        byte[] content = BytePath.encode(now.action().attributes().require("target"));
        try (DirectoryHandle parent = target.parent(path)) {
            Optional<FileStat> stat = parent.find(path.name());
            if (stat.isPresent() && stat.get().isSymlink() && Arrays.equals(parent.readLink(path.name()), content)) {
                return;
            }
            byte[] temporary = clearTemporary(parent);
            parent.symlink(content, temporary);
            target.moveInto(parent, temporary, parent, path);
        }
    }

    void installHard(PlannedAction now) {
        BytePath path = BytePath.of(now.action().path());
        BytePath content = BytePath.of(ActionDiff.hardlinkTarget(now.action()));
        try (DirectoryHandle parent = target.parent(path);
                DirectoryHandle source = target.root().parent(content)) {
            FileStat file = source.stat(content.name());
            Optional<FileStat> present = parent.find(path.name());
            if (present.isPresent() && present.get().sameFile(file)) {
                return;
            }
            byte[] temporary = clearTemporary(parent);
            source.link(content.name(), parent, temporary);
            target.moveInto(parent, temporary, parent, path);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "can't make the hard link " + path + " of " + now.fmri().shortText() + ": its target " + content
                                + " is missing; reinstall the package that delivers it",
                        e);
            }
            throw e;
        }
    }

    private byte[] clearTemporary(DirectoryHandle parent) {
        byte[] temporary = target.temporaryName();
        if (parent.find(temporary).isPresent()) {
            parent.unlink(temporary);
        }
        return temporary;
    }

    void remove(PlannedAction old) {
        target.remove(BytePath.of(old.action().path()));
    }
}
