/** Runs zfs(8) and zpool(8) and reads what they print; public for the backend only. */
@NullMarked
package org.snapup.daemon.storage.zfs.command;

import org.jspecify.annotations.NullMarked;
