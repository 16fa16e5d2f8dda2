/** The package engine that runs the system's pkg(1). Knows nothing of boot environments, and keeps pkg off them. */
@NullMarked
package org.snapup.daemon.packages.pkg;

import org.jspecify.annotations.NullMarked;
