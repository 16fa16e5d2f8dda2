/** An image: the root directory that packages are installed in, and what {@code var/pkg} says of it. */
@NullMarked
package org.snapup.ips.image;

import org.jspecify.annotations.NullMarked;
