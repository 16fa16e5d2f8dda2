/** The conversation with the daemon over its socket. */
@NullMarked
package org.snapup.client.wire;

import org.jspecify.annotations.NullMarked;
