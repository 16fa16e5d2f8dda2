/** Boot artefacts: what has to be regenerated and verified in a BE before it is activated. */
@NullMarked
package org.snapup.daemon.boot;

import org.jspecify.annotations.NullMarked;
