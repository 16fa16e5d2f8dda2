/** Tests. */
@NullMarked
package org.snapup.ips.action;

import org.jspecify.annotations.NullMarked;
