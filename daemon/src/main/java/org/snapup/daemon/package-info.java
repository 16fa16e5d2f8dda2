/** snapupd: configuration and start. */
@NullMarked
package org.snapup.daemon;

import org.jspecify.annotations.NullMarked;
