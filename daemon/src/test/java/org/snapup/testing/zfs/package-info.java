/** Real ZFS for tests: zfs-fuse with pools on files. */
@NullMarked
package org.snapup.testing.zfs;

import org.jspecify.annotations.NullMarked;
