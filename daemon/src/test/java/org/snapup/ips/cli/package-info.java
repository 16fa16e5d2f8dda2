/** Tests. */
@NullMarked
package org.snapup.ips.cli;

import org.jspecify.annotations.NullMarked;
