/** The Varlink server: connections, peer identity, authorisation, dispatch. */
@NullMarked
package org.snapup.daemon.server;

import org.jspecify.annotations.NullMarked;
