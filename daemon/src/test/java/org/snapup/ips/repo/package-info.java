/** Tests. */
@NullMarked
package org.snapup.ips.repo;

import org.jspecify.annotations.NullMarked;
