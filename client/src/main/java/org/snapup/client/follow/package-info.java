/** Following a job: its events, Ctrl-C, and a daemon that goes away and comes back. */
@NullMarked
package org.snapup.client.follow;

import org.jspecify.annotations.NullMarked;
