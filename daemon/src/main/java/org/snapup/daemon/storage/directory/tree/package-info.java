/** Copies and removes whole directory trees; knows nothing of boot environments. */
@NullMarked
package org.snapup.daemon.storage.directory.tree;

import org.jspecify.annotations.NullMarked;
