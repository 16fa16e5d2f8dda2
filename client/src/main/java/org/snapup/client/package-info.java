/** snapup: the thin command line. */
@NullMarked
package org.snapup.client;

import org.jspecify.annotations.NullMarked;
