/** How the machine and the daemon are: checks, measurements, and the bundle for whoever has to find out more. */
@NullMarked
package org.snapup.daemon.health;

import org.jspecify.annotations.NullMarked;
