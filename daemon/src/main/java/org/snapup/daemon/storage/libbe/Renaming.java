package org.snapup.daemon.storage.libbe;

import java.util.List;
import java.util.Optional;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.ffi.libbe.Libbe;
import org.snapup.ffi.libbe.LibbeException;

/**
 * Renames BEs. A user's goes through be_rename, which takes the names in its vfstab along; a BE that is being put in
 * another's place, the running one, and any that is mounted, where be_rename would write into it, through the {@code zfs}
 * backend.
 */
final class Renaming {
    private final Libbe libbe;
    private final Storage zfs;
    private final BootMenu menu;

    Renaming(Libbe libbe, Storage zfs, BootMenu menu) {
        this.libbe = libbe;
        this.zfs = zfs;
        this.menu = menu;
    }

    void rename(String guid, String newName) {
        List<Be> bes = zfs.list();
        Optional<Be> be = bes.stream().filter(each -> each.guid().equals(guid)).findFirst();
        if (be.isPresent() && !be.get().name().equals(newName) && isPlain(be.get(), bes)) {
            byLibbe(be.get(), newName);
        }
        zfs.rename(guid, newName);
        be.filter(each -> !each.name().equals(newName)).ifPresent(each -> menu.rename(each.name(), newName));
        menu.add(newName);
    }

    private static boolean isPlain(Be be, List<Be> bes) {
        boolean twins =
                bes.stream().filter(each -> each.uuid().equals(be.uuid())).count() > 1;
        return !be.live() && be.tag() == null && be.mountpoint() == null && !twins;
    }

    private void byLibbe(Be be, String newName) {
        try {
            libbe.rename(be.name(), newName);
        } catch (LibbeException e) {
            throw Causes.failure("rename the BE " + be.name() + " to " + newName, be.name(), e);
        }
    }
}
