/** Tests of the IPS library. */
@NullMarked
package org.snapup.ips;

import org.jspecify.annotations.NullMarked;
