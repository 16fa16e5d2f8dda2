/** Listening on a Unix domain socket, so that every connection has a descriptor that the kernel can be asked about. */
@NullMarked
package org.snapup.daemon.server.transport;

import org.jspecify.annotations.NullMarked;
