/** bectl(8) of FreeBSD: its command lines, output and exit statuses. */
@NullMarked
package org.snapup.client.be.bectl;

import org.jspecify.annotations.NullMarked;
