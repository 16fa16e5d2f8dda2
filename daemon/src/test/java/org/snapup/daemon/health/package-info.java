/** Tests of measurements and redaction. */
@NullMarked
package org.snapup.daemon.health;

import org.jspecify.annotations.NullMarked;
