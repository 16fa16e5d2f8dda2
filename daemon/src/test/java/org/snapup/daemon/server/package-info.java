/** Tests of the server: over real sockets, against a queue in memory. */
@NullMarked
package org.snapup.daemon.server;

import org.jspecify.annotations.NullMarked;
