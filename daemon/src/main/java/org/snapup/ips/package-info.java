/** The Image Packaging System (IPS) in Java, a library without daemon types. */
@NullMarked
package org.snapup.ips;

import org.jspecify.annotations.NullMarked;
