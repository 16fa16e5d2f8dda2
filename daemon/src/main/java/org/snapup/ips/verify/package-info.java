/** Compares an image with what its packages delivered, and plans its repair. */
@NullMarked
package org.snapup.ips.verify;

import org.jspecify.annotations.NullMarked;
