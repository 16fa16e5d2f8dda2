/** The package workflows A to D: in a clone of a BE, or in place with a way back. */
@NullMarked
package org.snapup.daemon.workflows.packages;

import org.jspecify.annotations.NullMarked;
