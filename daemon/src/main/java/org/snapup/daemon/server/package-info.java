/** The Varlink server on the wire: connections, their limits, framing, and the way back to a caller. */
@NullMarked
package org.snapup.daemon.server;

import org.jspecify.annotations.NullMarked;
