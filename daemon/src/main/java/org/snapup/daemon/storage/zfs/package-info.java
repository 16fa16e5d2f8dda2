/**
 * Boot environments on ZFS, through the commands zfs(8) and zpool(8): the old ones of zfs-fuse 0.7 and those of OpenZFS.
 *
 * <p>{@code ZfsStorage} hands each method to the class that does it. They look at datasets through {@code Looking} and
 * {@code Captures}, run commands through {@code Pool}, and mount through {@code Mounter}. New BEs are {@code Clones}
 * with {@code FinalProperties}, or come as {@code Streams}; the ways back are {@code Replacement} and
 * {@code Destructions}.
 *
 * <p>Properties of snapup's own: {@code org.snapup:job} (the tag), {@code org.snapup:made} (a snapshot that a user
 * asked snapup for), {@code org.snapup:at} (an unfinished clone's dataset lies at this path of its BE, where that
 * doesn't follow from its name), {@code org.snapup:mountpoint} (what the mountpoint was before a mount that had to
 * rewrite it), {@code org.snapup:instance} (on the dataset above the BEs). All count only where they are local.
 */
@NullMarked
package org.snapup.daemon.storage.zfs;

import org.jspecify.annotations.NullMarked;
