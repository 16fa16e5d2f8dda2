/** The commands of the IPS library: snapup-repo and snapup-image. */
@NullMarked
package org.snapup.ips.cli;

import org.jspecify.annotations.NullMarked;
