/** beadm(8) of illumos: its command lines, output and exit statuses. */
@NullMarked
package org.snapup.client.be.beadm;

import org.jspecify.annotations.NullMarked;
