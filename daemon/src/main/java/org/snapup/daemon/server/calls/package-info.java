/** What becomes of a call once it is off the wire: it is decoded, authorised, asked of the others, and answered. */
@NullMarked
package org.snapup.daemon.server.calls;

import org.jspecify.annotations.NullMarked;
