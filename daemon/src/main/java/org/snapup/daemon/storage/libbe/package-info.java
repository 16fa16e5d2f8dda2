/**
 * Boot environments on ZFS, with what illumos' libbe knows of them: which one the boot loader takes, the boot loader
 * itself, the boot menu, vfstab, zones. Everything that has to be tagged, journaled or undone is done by the {@code zfs}
 * backend; docs/decisions/0009-libbe.md says why.
 */
@NullMarked
package org.snapup.daemon.storage.libbe;

import org.jspecify.annotations.NullMarked;
