/** Tests. */
@NullMarked
package org.snapup.ips.catalog;

import org.jspecify.annotations.NullMarked;
