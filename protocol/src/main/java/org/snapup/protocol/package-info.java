/** The contract between snapup's client and daemon: message records, the streaming codec, the Varlink interfaces. */
@NullMarked
package org.snapup.protocol;

import org.jspecify.annotations.NullMarked;
