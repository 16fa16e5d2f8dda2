/** Who may do what: roles from the kernel's word on the peer, actions, and the table between them. */
@NullMarked
package org.snapup.daemon.server.access;

import org.jspecify.annotations.NullMarked;
