/** Tests of what keeps the log readable. */
@NullMarked
package org.snapup.daemon.logging;

import org.jspecify.annotations.NullMarked;
