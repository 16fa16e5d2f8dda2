/** What a storage backend is: boot environments, snapshots, clones, activation. Knows nothing of packages. */
@NullMarked
package org.snapup.daemon.storage;

import org.jspecify.annotations.NullMarked;
