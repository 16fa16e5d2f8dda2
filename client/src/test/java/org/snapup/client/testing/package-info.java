/** A daemon that tests script. */
@NullMarked
package org.snapup.client.testing;

import org.jspecify.annotations.NullMarked;
