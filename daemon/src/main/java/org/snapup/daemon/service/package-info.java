/** What the daemon and the host's service manager tell each other: readiness, sockets, idleness, reasons to wait. */
@NullMarked
package org.snapup.daemon.service;

import org.jspecify.annotations.NullMarked;
