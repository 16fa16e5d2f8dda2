/** Tests of the socket's file. */
@NullMarked
package org.snapup.daemon.server.transport;

import org.jspecify.annotations.NullMarked;
