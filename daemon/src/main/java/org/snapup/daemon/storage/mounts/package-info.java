/** What is mounted on this machine, and what keeps it so. */
@NullMarked
package org.snapup.daemon.storage.mounts;

import org.jspecify.annotations.NullMarked;
